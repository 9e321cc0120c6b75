package io.nicotask.bootstrap.benchmark;

import io.nicotask.domain.task.TaskId;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Clients of a server, each of which asks again as soon as it has its answer.
 *
 * @param address the server's
 * @param clients how many there are
 */
record Load(URI address, int clients) {

    /**
     * Asks once for each task.
     *
     * @param request the bytes of the request for a task
     * @param status the status of every answer
     * @throws IllegalStateException when an answer has another status
     */
    Figures over(List<TaskId> tasks, int status, Function<TaskId, byte[]> request) throws Exception {
        AtomicInteger next = new AtomicInteger();
        double[] milliseconds = new double[tasks.size()];
        List<HttpConnection> connections = connect();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<?>> running = new ArrayList<>();
            long begun = System.nanoTime();
            for (HttpConnection connection : connections) {
                running.add(threads.submit(() -> {
                    for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
                        milliseconds[i] = timed(connection, request.apply(tasks.get(i)), status);
                    }
                    return null;
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
            return Figures.of(tasks.size() * 1e9 / (System.nanoTime() - begun), milliseconds);
        } finally {
            for (HttpConnection connection : connections) {
                connection.close();
            }
        }
    }

    private List<HttpConnection> connect() throws IOException {
        List<HttpConnection> connections = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            connections.add(new HttpConnection(address));
        }
        return connections;
    }

    private static double timed(HttpConnection connection, byte[] request, int status) throws IOException {
        long begun = System.nanoTime();
        int answered = connection.exchange(request);
        double milliseconds = (System.nanoTime() - begun) / 1e6;
        if (answered != status) {
            throw new IllegalStateException("Answered " + answered + " instead of " + status);
        }
        return milliseconds;
    }
}
