package io.nicotask.bootstrap;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs actions concurrently: all threads are ready before the first action starts. */
final class Concurrently {

    private Concurrently() {}

    /** Runs each action and returns the results in the order of the actions. */
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

    /** Runs one action that many times concurrently. */
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
