package io.nicotask.application.report;

import io.nicotask.application.port.Attention;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.Transactions;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskReport;
import io.nicotask.domain.task.TaskReport.Stage;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What one attempt tells about one stage: each word is a guarded write, and is refused once the task is not its own. */
final class StageReport {

    private static final Logger LOG = System.getLogger(StageReport.class.getName());

    private final Ports ports;
    private final TaskWrites writes;
    private final Attempt attempt;
    private final int number;

    StageReport(Ports ports, Attempt attempt, int number) {
        this.ports = ports;
        this.writes = new TaskWrites(ports);
        this.attempt = attempt;
        this.number = number;
    }

    Attempt attempt() {
        return attempt;
    }

    /** The gate. Who passes has the lease in the same transaction, so that whoever ends the task sees that it acts. */
    Begun begin() {
        return Transactions.decide(
                ports.transactions(),
                () -> write((report, at) -> report.beginStage(number, at))
                        .<Begun>map(answer -> switch (answer) {
                            case Applied applied -> granted(applied.task());
                            case AlreadyApplied already -> granted(already.task());
                            case Refused refused -> new Begun.Refused(refused.task() + " is not this run's any more");
                        })
                        .orElseGet(() -> new Begun.Refused("There is no such task")));
    }

    private Begun granted(Task task) {
        TaskScope scope = writes.scopeOf(attempt).orElseThrow();
        return new Begun.Granted(task, ports.leases().take(scope, task.id(), "stage-" + number));
    }

    /** Sets the counters; false when the task is no longer this run's. */
    boolean tell(List<StepWork> steps) {
        return isWritten((report, at) -> {
            TaskReport told = report;
            for (StepWork step : steps) {
                told = told.count(number, step.type(), step.succeeded(), step.failed());
            }
            return told;
        });
    }

    boolean complete() {
        return isWritten((report, at) -> report.completeStage(number, at));
    }

    boolean fail(String error) {
        return isWritten((report, at) -> report.failStage(number, error, at));
    }

    Stage stageOf(Task task) {
        TaskReport report = task.report();
        if (report == null) {
            throw new IllegalStateException(task + " has begun a stage without a report");
        }
        return report.stages().get(number - 1);
    }

    void keepAttention(List<StepWork> steps) {
        Instant now = ports.clock().instant();
        writes.scopeOf(attempt)
                .ifPresent(scope -> steps.forEach(step -> step.attention()
                        .forEach((component, why) -> ports.tasks()
                                .keep(scope, new Attention(attempt.task(), step.type(), component, why, now)))));
    }

    /** What was finished after the end of the task belongs to the late results. */
    void keepLate(List<StepWork> steps) {
        steps.forEach(step -> writes.keepLate(
                attempt,
                "Stage " + number + ", " + step.type().label() + ": " + step.succeeded() + " succeeded, "
                        + step.failed() + " failed"));
    }

    /** Gives the lease back; the rack goes on to the next task if this was all that it waited for. */
    void end(Lease lease) {
        try {
            writes.endLease(attempt, lease);
        } catch (StoreUnavailable away) {
            LOG.log(Level.DEBUG, () -> lease + " will lapse by itself", away);
        }
    }

    private boolean isWritten(BiFunction<TaskReport, Instant, TaskReport> change) {
        return write(change)
                .map(answer -> switch (answer) {
                    case Applied applied -> true;
                    case AlreadyApplied already -> true;
                    case Refused refused -> false;
                })
                .orElse(false);
    }

    private Optional<Transition> write(BiFunction<TaskReport, Instant, TaskReport> change) {
        Instant now = ports.clock().instant();
        return writes.apply(attempt, task -> {
            TaskReport report = task.report();
            return report == null ? new Refused(task) : task.progress(attempt.run(), change.apply(report, now), now);
        });
    }

    /** The answer of the gate. */
    sealed interface Begun {

        /** The attempt may act. */
        record Granted(Task task, Lease lease) implements Begun {}

        /** It must leave. */
        record Refused(String why) implements Begun {}
    }
}
