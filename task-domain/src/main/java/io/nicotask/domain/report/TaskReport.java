package io.nicotask.domain.report;

import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.TextConstraints;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The report of a task's execution, schema version 1: stages in order, each with one step per component type.
 * Immutable; applying the same change twice has no further effect.
 *
 * @param stages the stages; the stage at index <i>i</i> has the number <i>i</i> + 1
 */
public record TaskReport(List<Stage> stages) {

    /** The schema version, as clients see it. */
    public static final int VERSION = 1;

    public TaskReport {
        stages = List.copyOf(stages);
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i).number() != i + 1) {
                throw new IllegalArgumentException("Stage " + stages.get(i).number() + " stands at place " + (i + 1));
            }
        }
    }

    /** Returns a report of work that has not begun, from the steps of each stage. */
    public static TaskReport planned(List<List<Step>> stages) {
        return new TaskReport(IntStream.range(0, stages.size())
                .mapToObj(i -> new Stage(i + 1, Progress.PENDING, stages.get(i)))
                .toList());
    }

    /** Begins a stage and its pending steps at the same instant. */
    public TaskReport beginStage(int number, Instant at) {
        return changed(number, stage -> stage.withProgress(progress -> progress.begin(at)));
    }

    /** Sets the counters of a running step. */
    public TaskReport withCounters(int number, ComponentType type, int succeeded, int failed) {
        return changed(number, stage -> stage.withCounters(type, succeeded, failed));
    }

    /** Completes a running stage and its running steps. */
    public TaskReport completeStage(int number, Instant at) {
        return changed(number, stage -> stage.withProgress(progress -> progress.complete(at)));
    }

    /** Fails a running stage, and its running steps with the same error. Later stages stay pending. */
    public TaskReport failStage(int number, String error, Instant at) {
        return changed(number, stage -> stage.withProgress(progress -> progress.fail(error, at)));
    }

    /** Fails all running stages and steps, because no further reports will arrive. Counters are unchanged. */
    public TaskReport interrupt(String error, Instant at) {
        return new TaskReport(stages.stream()
                .map(stage -> stage.withProgress(progress -> progress.fail(error, at)))
                .toList());
    }

    /**
     * Completes all running stages and steps, because the whole work has succeeded. A running step then counts every
     * component that did not fail as succeeded, since a worker that cannot observe its work never counts it.
     */
    public TaskReport complete(Instant at) {
        return new TaskReport(stages.stream().map(stage -> stage.completed(at)).toList());
    }

    /** Returns the error of the first failed stage, or empty when no stage has failed. */
    public Optional<String> error() {
        return stages.stream()
                .map(stage -> stage.progress().error())
                .filter(Objects::nonNull)
                .findFirst();
    }

    private TaskReport changed(int number, UnaryOperator<Stage> change) {
        if (number < 1 || number > stages.size()) {
            throw new IllegalArgumentException("There is no stage " + number + " in a report of " + stages.size());
        }
        List<Stage> changed = new ArrayList<>(stages);
        changed.set(number - 1, change.apply(stages.get(number - 1)));
        return new TaskReport(changed);
    }

    /**
     * Steps that run side by side.
     *
     * @param number the stage's position, from 1
     * @param progress the stage's progress
     * @param steps one per component type
     */
    public record Stage(int number, Progress progress, List<Step> steps) {

        public Stage {
            steps = List.copyOf(steps);
            if (steps.stream().map(Step::type).distinct().count() < steps.size()) {
                throw new IllegalArgumentException("Stage " + number + " must have one step per component type");
            }
        }

        private Stage withProgress(UnaryOperator<Progress> change) {
            return new Stage(
                    number,
                    change.apply(progress),
                    steps.stream().map(step -> step.withProgress(change)).toList());
        }

        private Stage completed(Instant at) {
            return new Stage(
                    number,
                    progress.complete(at),
                    steps.stream().map(step -> step.completed(at)).toList());
        }

        private Stage withCounters(ComponentType type, int succeeded, int failed) {
            return new Stage(
                    number,
                    progress,
                    steps.stream()
                            .map(step -> step.type() == type ? step.withCounters(succeeded, failed) : step)
                            .toList());
        }
    }

    /**
     * The work on all components of one type.
     *
     * @param type the component type
     * @param progress the step's progress
     * @param total the number of components
     * @param succeeded the number of components that have succeeded
     * @param failed the number of components that have failed
     */
    public record Step(ComponentType type, Progress progress, int total, int succeeded, int failed) {

        public Step {
            if (succeeded < 0 || failed < 0 || failed > total - succeeded) {
                throw new IllegalArgumentException(
                        succeeded + " succeeded and " + failed + " failed of " + total + " components");
            }
        }

        /** Returns a step that has not begun; a step without components is skipped. */
        public static Step planned(ComponentType type, int total) {
            return new Step(type, total == 0 ? Progress.SKIPPED : Progress.PENDING, total, 0, 0);
        }

        private Step withProgress(UnaryOperator<Progress> change) {
            return new Step(type, change.apply(progress), total, succeeded, failed);
        }

        private Step completed(Instant at) {
            int done = progress.isRunning() ? total - failed : succeeded;
            return new Step(type, progress.complete(at), total, done, failed);
        }

        private Step withCounters(int nowSucceeded, int nowFailed) {
            return progress.isRunning() ? new Step(type, progress, total, nowSucceeded, nowFailed) : this;
        }
    }

    /**
     * The progress of a stage or a step of a report. Times are truncated to whole seconds, and an error to one line.
     *
     * @param status the current status
     * @param startedAt when it began, or null before that
     * @param finishedAt when it ended, or null before that
     * @param error the error, one line of at most {@link TextConstraints#MAX_ERROR_BYTES} bytes, or null when there is none
     */
    public record Progress(
            Status status,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String error) {

        static final Progress PENDING = new Progress(Status.PENDING, null, null, null);
        static final Progress SKIPPED = new Progress(Status.SKIPPED, null, null, null);

        public Progress {
            startedAt = startedAt == null ? null : seconds(startedAt);
            finishedAt = finishedAt == null ? null : seconds(finishedAt);
            error = error == null ? null : TextConstraints.errorLine(error);
        }

        Progress begin(Instant at) {
            return status == Status.PENDING ? new Progress(Status.RUNNING, at, null, null) : this;
        }

        Progress complete(Instant at) {
            return isRunning() ? new Progress(Status.COMPLETED, startedAt, end(at), null) : this;
        }

        Progress fail(String failure, Instant at) {
            return isRunning() ? new Progress(Status.FAILED, startedAt, end(at), failure) : this;
        }

        boolean isRunning() {
            return status == Status.RUNNING;
        }

        /** Never before the start, even when the clock was set back. */
        private Instant end(Instant at) {
            return startedAt != null && at.isBefore(startedAt) ? startedAt : at;
        }

        private static Instant seconds(Instant at) {
            return at.truncatedTo(ChronoUnit.SECONDS);
        }

        /** The status of a stage or a step. */
        public enum Status {
            PENDING,
            RUNNING,
            COMPLETED,
            FAILED,
            SKIPPED
        }
    }
}
