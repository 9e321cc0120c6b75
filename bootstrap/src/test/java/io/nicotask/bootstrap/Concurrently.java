package io.nicotask.bootstrap;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does things at the same time: all are ready before the first begins. */
final class Concurrently {

    private Concurrently() {}

    /** Does each of them and answers with what they answered, in their order. */
    static <T> List<T> all(List<Callable<T>> actions) {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = actions.stream()
                    .map(action -> threads.submit(() -> {
                        start.await();
                        return action.call();
                    }))
                    .toList();
            start.countDown();
            return running.stream().map(Concurrently::answer).toList();
        }
    }

    /** Does one thing that many times. */
    static <T> List<T> times(int times, Callable<T> action) {
        return all(Collections.nCopies(times, action));
    }

    private static <T> T answer(Future<T> running) {
        try {
            return running.get();
        } catch (ExecutionException | InterruptedException fault) {
            throw new IllegalStateException(fault);
        }
    }
}
