package io.nicotask.bootstrap.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The throughput and latency of many requests.
 *
 * @param perSecond responses per second
 * @param median the median latency in milliseconds
 * @param slow the 99th percentile of the latency in milliseconds
 */
record LatencyFigures(double perSecond, double median, double slow) {

    /**
     * Sends one request for each element, by concurrent clients that each send the next request when they have their
     * response.
     *
     * @param status the required status of every response
     */
    static <T> LatencyFigures of(int clients, List<T> tasks, int status, Function<T, HttpResponse<String>> request)
            throws Exception {
        long begun = System.nanoTime();
        double[] milliseconds = milliseconds(clients, tasks, status, request);
        double seconds = (System.nanoTime() - begun) / 1e9;
        return of(tasks.size() / seconds, milliseconds);
    }

    /** Sends the same requests and returns the latency of each. */
    static <T> double[] milliseconds(int clients, List<T> tasks, int status, Function<T, HttpResponse<String>> request)
            throws Exception {
        return milliseconds(
                clients,
                tasks,
                task -> assertThat(request.apply(task).statusCode()).isEqualTo(status));
    }

    /** Makes one call for each element, by as many clients, and returns the latency of each. */
    static <T> double[] milliseconds(int clients, List<T> tasks, Consumer<T> call) throws Exception {
        return milliseconds(clients, Duration.ZERO, tasks, call);
    }

    /** Does the same with a pause of each client after each of its calls; the latencies are without it. */
    static <T> double[] milliseconds(int clients, Duration pause, List<T> tasks, Consumer<T> call) throws Exception {
        AtomicInteger next = new AtomicInteger();
        double[] milliseconds = new double[tasks.size()];
        Callable<Void> client = () -> {
            for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
                long begun = System.nanoTime();
                call.accept(tasks.get(i));
                milliseconds[i] = (System.nanoTime() - begun) / 1e6;
                Thread.sleep(pause);
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

    /** Computes the figures from latencies in any order. */
    static LatencyFigures of(double perSecond, double[] milliseconds) {
        Arrays.sort(milliseconds);
        return new LatencyFigures(perSecond, quantile(milliseconds, 0.50), quantile(milliseconds, 0.99));
    }

    static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
