package io.nicotask.application.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs code in several threads at once. */
public final class ConcurrentRuns {

    private static final int BOUND_SECONDS = 300;

    private ConcurrentRuns() {}

    /** Runs the code in threads that start together, and returns their results. */
    public static <T> List<T> of(int runners, Callable<T> run) {
        return of(Collections.nCopies(runners, run));
    }

    /** Runs each in a thread of its own, which start together, and returns their results in the same order. */
    public static <T> List<T> of(List<Callable<T>> runs) {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(runs.size())) {
            List<Future<T>> finishes = new ArrayList<>();
            for (Callable<T> run : runs) {
                finishes.add(threads.submit(() -> {
                    start.await();
                    return run.call();
                }));
            }
            start.countDown();
            return finishes.stream().map(ConcurrentRuns::result).toList();
        }
    }

    /** Runs the code in another thread, waits for it, and returns its result. */
    public static <T> T elsewhere(Callable<T> run) {
        return of(1, run).getFirst();
    }

    private static <T> T result(Future<T> finish) {
        try {
            return finish.get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError("A thread failed or did not finish in time", failure);
        }
    }
}
