package io.nicotask.domain.stop;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.stop.Stop.Resolution.AlreadyConfirmed;
import io.nicotask.domain.stop.Stop.Resolution.InProgress;
import io.nicotask.domain.stop.Stop.Resolution.Resolved;
import io.nicotask.domain.stop.StopState.AttentionCause;
import io.nicotask.domain.stop.StopState.Confirmed;
import io.nicotask.domain.stop.StopState.Draining;
import io.nicotask.domain.stop.StopState.NeedsAttention;
import io.nicotask.domain.stop.StopState.Requested;
import io.nicotask.domain.stop.StopState.StopEvidence;
import io.nicotask.domain.stop.StopState.StopInstants;
import io.nicotask.domain.value.ClockStep;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What follows the end of a task: its workflow is closed, its steps end, and its rack is released. It lives beside the
 * task and never changes it. Immutable: a method that takes evidence returns the stop with it, or an equal stop when the
 * evidence is refused or changes nothing.
 *
 * <p>It is the only place that says whether a stop is confirmed, whether it needs attention, and whether a rack may be
 * released. All instants are of one clock, that of the store.
 */
@CheckReturnValue
public final class Stop {

    /**
     * How long the status of an unfinished step may stay unknown, and how long a stop without one may stay unconfirmed,
     * unless the store is configured otherwise.
     */
    public static final Duration ATTENTION_AFTER = Duration.ofSeconds(60);

    private final TaskId task;
    private final StopInstants instants;
    private final List<StepStatus> steps;
    private final Instant asOf;
    private final Duration attentionAfter;
    private final StopState state;

    private Stop(TaskId task, StopInstants instants, List<StepStatus> steps, Instant asOf, Duration attentionAfter) {
        this.task = task;
        this.instants = instants;
        this.steps = List.copyOf(steps);
        this.asOf = asOf;
        this.attentionAfter = attentionAfter;
        this.state = judge();
    }

    /**
     * Creates the stop of a task that ends now.
     *
     * @param unfinished the steps of the task that have begun and were not seen to end
     * @param holdsRack whether the task holds a reservation of its rack
     * @param attentionAfter as {@link #ATTENTION_AFTER}
     */
    public static Stop requested(
            TaskId task, List<StepStatus> unfinished, boolean holdsRack, Instant now, Duration attentionAfter) {
        @Nullable
        Instant lastCommandBegun = unfinished.stream()
                .map(StepStatus::begun)
                .max(Comparator.naturalOrder())
                .orElse(null);
        List<StepStatus> known =
                unfinished.stream().map(step -> step.taskEnded(now)).toList();
        StopInstants decided = new StopInstants(now, null, null, lastCommandBegun, holdsRack ? null : now, null);
        return new Stop(task, decided, known, now, attentionAfter);
    }

    /**
     * Restores a stop from storage.
     *
     * @param unfinished the task's unfinished steps
     * @param asOf when these facts were read
     * @param attentionAfter as {@link #ATTENTION_AFTER}
     */
    public static Stop rehydrated(
            TaskId task, StopInstants instants, List<StepStatus> unfinished, Instant asOf, Duration attentionAfter) {
        return new Stop(task, instants, unfinished, asOf, attentionAfter);
    }

    /**
     * Takes as evidence that the workflow is known to be closed, or can never start. The first such instant counts.
     *
     * @param actsFor how long activities of the workflow may still act, from the time of what is known so far; zero unless
     *     the workflow is external
     */
    public Stop engineClosed(Instant at, Duration actsFor) {
        Instant actsUntil = actsFor.isZero() ? null : asOf.plus(actsFor);
        return with(StopEvidence.ENGINE_CLOSED, instants.withEngineClosed(at, actsUntil), steps, asOf);
    }

    /**
     * Takes as evidence what is known of the unfinished steps.
     *
     * @param unfinished all steps of the task that were not seen to end
     * @param now when that is known
     */
    public Stop stepsObserved(List<StepStatus> unfinished, Instant now) {
        return with(StopEvidence.STEPS_OBSERVED, instants, unfinished, now);
    }

    /** Takes as evidence that the task's reservation was released. The first such instant counts. */
    public Stop rackReleased(Instant at) {
        return with(StopEvidence.RACK_RELEASED, instants.withRackFree(at), steps, asOf);
    }

    /**
     * Resolves a stop that needs attention, on an operator's statement that nothing of the task acts any more: its steps
     * end.
     *
     * @param leased whether an attempt of the task holds a valid lease, under which it may still act
     */
    public Resolution resolve(boolean leased, Instant now) {
        return switch (state) {
            case Confirmed confirmed -> new AlreadyConfirmed(this);
            case Requested requested -> new InProgress(this);
            case Draining draining -> new InProgress(this);
            case NeedsAttention attention ->
                leased
                        ? new InProgress(this)
                        : new Resolved(with(StopEvidence.RESOLVED, instants.withResolved(now), List.of(), asOf));
        };
    }

    /**
     * Returns whether the task's rack may be released: the workflow is closed and the time of its activities is over, or an
     * operator has resolved the stop; no attempt may still send commands, and each step that has begun was seen to end.
     *
     * @param leased whether an attempt of the task holds a valid lease
     */
    public boolean permitsRelease(boolean leased) {
        return instants.closed() != null && !mayActOutside() && !leased && steps.isEmpty();
    }

    private boolean mayActOutside() {
        return actsFor().isPresent();
    }

    /** Returns for how long activities of a closed external workflow may still act; empty if they cannot. */
    public Optional<Duration> actsFor() {
        Instant until = instants.actsUntil();
        return until != null && instants.resolved() == null && asOf.isBefore(until)
                ? Optional.of(Duration.between(asOf, until))
                : Optional.empty();
    }

    public TaskId task() {
        return task;
    }

    public StopInstants instants() {
        return instants;
    }

    /** Returns when this was read, by the store's clock. */
    public Instant asOf() {
        return asOf;
    }

    /** Returns what is known of the unfinished steps. */
    public List<StepStatus> steps() {
        return steps;
    }

    public StopState state() {
        return state;
    }

    public StopStatus status() {
        return state.status();
    }

    /** Returns why the first step with a cause had not ended when it was last observed; empty when there is none. */
    public Optional<String> stepCause() {
        return steps.stream().map(StepStatus::cause).filter(Objects::nonNull).findFirst();
    }

    private Stop with(StopEvidence evidence, StopInstants nextInstants, List<StepStatus> nextSteps, Instant nextAsOf) {
        Set<StopStatus> allowed = status().after(evidence);
        if (allowed.isEmpty()) {
            return this;
        }
        Stop next = new Stop(task, nextInstants, nextSteps, nextAsOf, attentionAfter);
        if (!allowed.contains(next.status())) {
            throw new IllegalStateException(this + " cannot become " + next.status() + " by " + evidence);
        }
        return next;
    }

    private StopState judge() {
        Instant closed = instants.closed();
        Instant rackFree = instants.rackFree();
        if (closed != null && rackFree != null) {
            return new Confirmed(closed.isAfter(rackFree) ? closed : rackFree);
        }
        return attention()
                .<StopState>map(NeedsAttention::new)
                .orElseGet(() -> closed == null ? new Requested() : new Draining());
    }

    private Optional<AttentionCause> attention() {
        if (steps.isEmpty()) {
            return asOf.isAfter(instants.dueAt().plus(attentionAfter))
                            || ClockStep.hasHappenedSince(instants.decided(), asOf)
                    ? Optional.of(AttentionCause.NOT_CONFIRMED)
                    : Optional.empty();
        }
        return steps.stream()
                .flatMap(step -> step.attention(asOf, attentionAfter).stream())
                .min(Comparator.naturalOrder());
    }

    /** Compares what is known, not when it was read. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Stop that
                && task.equals(that.task)
                && instants.equals(that.instants)
                && steps.equals(that.steps)
                && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return Objects.hash(task, instants);
    }

    @Override
    public String toString() {
        return "Stop of task " + task + " (" + status() + ")";
    }

    /** The result of {@link Stop#resolve}. */
    @CheckReturnValue
    public sealed interface Resolution {

        /**
         * The stop needed attention and is resolved.
         *
         * @param stop the stop after the change
         */
        record Resolved(Stop stop) implements Resolution {}

        /**
         * The stop was already confirmed and is unchanged.
         *
         * @param stop the unchanged stop
         */
        record AlreadyConfirmed(Stop stop) implements Resolution {}

        /**
         * The stop needs no attention, or an attempt of the task holds a valid lease; the stop is unchanged.
         *
         * @param stop the unchanged stop
         */
        record InProgress(Stop stop) implements Resolution {}
    }
}
