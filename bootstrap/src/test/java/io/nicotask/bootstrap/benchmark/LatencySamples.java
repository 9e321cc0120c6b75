package io.nicotask.bootstrap.benchmark;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The latencies of several measurements, in milliseconds. */
final class LatencySamples {

    private double[] all = new double[0];

    void add(double[] portion) {
        all = DoubleStream.concat(Arrays.stream(all), Arrays.stream(portion))
                .sorted()
                .toArray();
    }

    void clear() {
        all = new double[0];
    }

    int size() {
        return all.length;
    }

    double quantile(double share) {
        return LatencyFigures.quantile(all, share);
    }
}
