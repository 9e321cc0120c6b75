package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.DueWork;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The work that a process has claimed by its own decisions, and the confirmations that follow terminates. */
final class WorkDispatcherTest {

    private static final int SLOTS = 8;
    private static final int MANY = 300;
    private static final int MAX_WAITING = 256;
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** One of them is quick enough on any machine. */
    private static final int TRIES = 100;

    private final RelayFixture fixture = new RelayFixture();
    private final WorkDispatcher dispatcher = fixture.relay();

    @Test
    void a_stop_is_terminated_first_and_confirmed_in_another_slot() {
        TaskId task = stoppedHere(1).getFirst();

        runTaken();
        List<TaskId> terminated = fixture.engine.terminations(fixture.site);
        StopStatus before = fixture.stopOf(task);
        runTaken();

        assertThat(terminated).containsExactly(task);
        assertThat(before).isEqualTo(StopStatus.REQUESTED);
        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
        assertThat(dispatcher.takeClaimed()).isEmpty();
    }

    @Test
    void a_terminate_that_was_claimed_from_the_queue_is_confirmed_in_another_slot() {
        TaskId task = fixture.running(1);
        fixture.cancel(task);

        dispatcher.claimDue(1).forEach(Runnable::run);
        StopStatus before = fixture.stopOf(task);
        runTaken();

        assertThat(before).isEqualTo(StopStatus.REQUESTED);
        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void describes_take_no_slot_of_terminates_and_yield_to_those_that_wait() {
        stoppedHere(3 * SLOTS);

        List<Runnable> first = dispatcher.takeClaimed();
        first.forEach(Runnable::run);
        List<Runnable> second = dispatcher.takeClaimed();
        List<Runnable> whileAllRun = dispatcher.takeClaimed();
        second.forEach(Runnable::run);
        List<Runnable> third = dispatcher.takeClaimed();

        assertThat(first).as("terminates").hasSize(SLOTS);
        assertThat(second).as("terminates, and one describe").hasSize(SLOTS + 1);
        assertThat(whileAllRun).isEmpty();
        assertThat(third).as("the last terminates, and describes").hasSize(2 * SLOTS);
    }

    @Test
    void work_whose_claim_has_expired_is_left_to_the_queue() {
        TaskId task = stoppedHere(1).getFirst();

        fixture.clock.tick(WorkQueue.CLAIM);

        assertThat(dispatcher.takeClaimed()).isEmpty();
        fixture.runDue(dispatcher);
        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void a_caller_waits_for_a_moment_while_terminates_wait_but_not_again_after_it_has_timed_out() {
        stoppedHere(SLOTS + 1);
        List<Runnable> taken = dispatcher.takeClaimed();

        assertThat(taken).hasSize(SLOTS);
        assertThat(pause()).isGreaterThanOrEqualTo(PAUSE);
        assertThat(pauses()).anyMatch(pause -> pause.compareTo(PAUSE) < 0);
    }

    @Test
    void a_caller_waits_again_after_the_terminates_have_kept_up() {
        stoppedHere(SLOTS + 1);
        List<Runnable> taken = dispatcher.takeClaimed();
        assertThat(pause()).isGreaterThanOrEqualTo(PAUSE);
        taken.forEach(Runnable::run);
        runTaken();
        runTaken();
        stoppedHere(MANY, SLOTS + 1);
        assertThat(dispatcher.takeClaimed()).hasSize(SLOTS);

        assertThat(pause()).isGreaterThanOrEqualTo(PAUSE);
    }

    @Test
    void a_caller_does_not_wait_when_terminates_keep_up() {
        stoppedHere(SLOTS);
        assertThat(dispatcher.takeClaimed()).hasSize(SLOTS);

        assertThat(pauses()).anyMatch(pause -> pause.compareTo(PAUSE) < 0);
    }

    @Test
    void a_caller_does_not_wait_for_an_engine_that_does_not_reply() {
        stoppedHere(2 * SLOTS);
        fixture.engine.goAway(fixture.site);
        runTaken();

        assertThat(pauses()).anyMatch(pause -> pause.compareTo(PAUSE) < 0);
    }

    private Stream<Duration> pauses() {
        return Stream.generate(this::pause).limit(TRIES);
    }

    private Duration pause() {
        long begun = System.nanoTime();
        dispatcher.pauseWhileTerminatesWait(fixture.site);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void the_work_that_waits_in_the_process_is_bounded() {
        stoppedHere(MANY);
        for (List<Runnable> next = dispatcher.takeClaimed(); !next.isEmpty(); next = dispatcher.takeClaimed()) {
            next.forEach(Runnable::run);
        }

        assertThat(fixture.engine.terminations(fixture.site)).hasSize(MAX_WAITING);
    }

    /** Cancels running tasks whose stops this process has claimed. */
    private List<TaskId> stoppedHere(int count) {
        return stoppedHere(1, count);
    }

    private List<TaskId> stoppedHere(int first, int count) {
        List<TaskId> tasks =
                IntStream.range(first, first + count).mapToObj(fixture::running).toList();
        tasks.forEach(task -> {
            fixture.cancel(task);
            assertThat(DueWork.of(fixture.ports.queue(), task)).hasSize(1);
            dispatcher.stop(new TaskView(fixture.task(task), StopStatus.REQUESTED));
        });
        return tasks;
    }

    private void runTaken() {
        dispatcher.takeClaimed().forEach(Runnable::run);
    }
}
