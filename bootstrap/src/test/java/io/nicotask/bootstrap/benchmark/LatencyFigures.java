package io.nicotask.bootstrap.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What was measured of many requests.
 *
 * @param perSecond how many were answered in a second
 * @param median half of the answers took no longer, in milliseconds
 * @param slow 99 of 100 answers took no longer, in milliseconds
 */
record LatencyFigures(double perSecond, double median, double slow) {

    /**
     * Asks once for each task (or whatever a request is about), by so many clients, each of which asks again as soon as it has its answer.
     *
     * @param status the status that every answer has to have
     */
    static <T> LatencyFigures of(int clients, List<T> tasks, int status, Function<T, HttpResponse<String>> request)
            throws Exception {
        long begun = System.nanoTime();
        double[] milliseconds = milliseconds(clients, tasks, status, request);
        double seconds = (System.nanoTime() - begun) / 1e9;
        return of(tasks.size() / seconds, milliseconds);
    }

    /** As above; how long each answer took. */
    static <T> double[] milliseconds(int clients, List<T> tasks, int status, Function<T, HttpResponse<String>> request)
            throws Exception {
        AtomicInteger next = new AtomicInteger();
        double[] milliseconds = new double[tasks.size()];
        Callable<Void> client = () -> {
            for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
                long begun = System.nanoTime();
                HttpResponse<String> answer = request.apply(tasks.get(i));
                milliseconds[i] = (System.nanoTime() - begun) / 1e6;
                assertThat(answer.statusCode()).isEqualTo(status);
            }
            return null;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (Future<Void> ended : threads.invokeAll(Collections.nCopies(clients, client))) {
                ended.get();
            }
        }
        return milliseconds;
    }

    /** Of latencies in any order. */
    static LatencyFigures of(double perSecond, double[] milliseconds) {
        Arrays.sort(milliseconds);
        return new LatencyFigures(perSecond, quantile(milliseconds, 0.50), quantile(milliseconds, 0.99));
    }

    static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
