package io.nicotask.bootstrap.benchmark;

import java.util.Arrays;

/**
 * What was measured of many requests.
 *
 * @param perSecond how many were answered in a second
 * @param median half of the answers took no longer, in milliseconds
 * @param slow 99 of 100 answers took no longer, in milliseconds
 */
record Figures(double perSecond, double median, double slow) {

    static Figures of(double perSecond, double[] milliseconds) {
        double[] sorted = milliseconds.clone();
        Arrays.sort(sorted);
        return new Figures(perSecond, quantile(sorted, 0.50), quantile(sorted, 0.99));
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
