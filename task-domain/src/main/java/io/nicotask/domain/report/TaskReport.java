package io.nicotask.domain.report;

import io.nicotask.domain.value.ComponentType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The report of a task's execution in its first version: stages in order, each with a step per component type. An
 * immutable value; telling it the same thing twice changes nothing.
 *
 * @param stages the stages; the one at index <i>i</i> has the number <i>i</i> + 1
 */
public record TaskReport(List<Stage> stages) {

    /** The version of this schema, as clients see it. */
    public static final int VERSION = 1;

    public TaskReport {
        stages = List.copyOf(stages);
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i).number() != i + 1) {
                throw new IllegalArgumentException("Stage " + stages.get(i).number() + " stands at place " + (i + 1));
            }
        }
    }

    /** A report of work not yet begun: for each stage, its steps. */
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

    /** Fails whatever is running, as nobody will report on it any more. Counters stay as they are. */
    public TaskReport interrupt(String error, Instant at) {
        return new TaskReport(stages.stream()
                .map(stage -> stage.withProgress(progress -> progress.fail(error, at)))
                .toList());
    }

    /**
     * Completes whatever is running, as the whole work is done: in a running step that is every component that did not
     * go wrong, counted or not (work that cannot be looked into is never counted).
     */
    public TaskReport complete(Instant at) {
        return new TaskReport(stages.stream().map(stage -> stage.completed(at)).toList());
    }

    /** The error of the first stage that failed, or empty when none did. */
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
     * Steps that are done side by side.
     *
     * @param number the stage's place, from 1
     * @param progress how far it is
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
     * What is done to all components of one type.
     *
     * @param type the type
     * @param progress how far it is
     * @param total how many components there are
     * @param succeeded how many are done
     * @param failed how many went wrong
     */
    public record Step(ComponentType type, Progress progress, int total, int succeeded, int failed) {

        public Step {
            if (succeeded < 0 || failed < 0 || failed > total - succeeded) {
                throw new IllegalArgumentException(
                        succeeded + " succeeded and " + failed + " failed of " + total + " components");
            }
        }

        /** A step not yet begun; one without components is skipped. */
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
}
