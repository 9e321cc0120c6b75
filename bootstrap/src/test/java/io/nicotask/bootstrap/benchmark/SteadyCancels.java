package io.nicotask.bootstrap.benchmark;

import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.task.CancelTask;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** Cancels tasks at a steady rate, however long the responses take; each latency counts from when its cancel was due. */
final class SteadyCancels {

    private static final Caller CALLER = new Caller(
            new Subject("benchmark"), Caller.Profile.EMPTY, Map.of(DemoOrg.NAME, Set.of(new Role("PROVIDER_ADMIN"))));

    private final CancelTask cancelTask;
    private final Queue<Cancelled> cancelled = new ConcurrentLinkedQueue<>();
    private final LongAdder failed = new LongAdder();

    SteadyCancels(CancelTask cancelTask) {
        this.cancelTask = cancelTask;
    }

    /** Cancels the tasks, evenly over the time; the last responses may come later. */
    void run(List<Target> targets, Duration time) throws InterruptedException {
        long begun = System.nanoTime();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < targets.size(); i++) {
                long due = begun + time.toNanos() / targets.size() * i;
                sleepUntil(due);
                Target target = targets.get(i);
                clients.execute(() -> cancel(target, due));
            }
            sleepUntil(begun + time.toNanos());
        }
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.max(0, nanos - System.nanoTime())));
    }

    private void cancel(Target target, long due) {
        Instant at = Instant.now().minusNanos(System.nanoTime() - due);
        try {
            CancelTask.Result result = cancelTask.cancel(new CancelTask.Command(
                    new RequestContext(CALLER, DemoOrg.NAME, new RequestOrigin("benchmark", "")),
                    target.site(),
                    target.task(),
                    null));
            if (!(result instanceof CancelTask.Result.Cancelled)) {
                throw new IllegalStateException(target + ": " + result);
            }
            cancelled.add(new Cancelled(target, due, at, System.nanoTime()));
        } catch (StoreUnavailable unavailable) {
            failed.increment();
        }
    }

    /** Returns how many cancels could not be decided. */
    long failed() {
        return failed.sum();
    }

    /** Returns the tasks whose cancels were accepted. */
    List<Cancelled> cancelled() {
        return List.copyOf(cancelled);
    }

    /** A task to cancel. */
    record Target(SiteId site, TaskId task) {}

    /**
     * A cancel that was accepted.
     *
     * @param target the task
     * @param due when the cancel was due, as a {@link System#nanoTime()}
     * @param at the same as an instant
     * @param responded when the response came, as a {@link System#nanoTime()}
     */
    record Cancelled(Target target, long due, Instant at, long responded) {}
}
