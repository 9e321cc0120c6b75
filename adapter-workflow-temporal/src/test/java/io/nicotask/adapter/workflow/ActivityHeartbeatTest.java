package io.nicotask.adapter.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.worker.ExecuteStage.Heartbeat.Signal;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityPausedException;
import io.temporal.client.ActivityResetException;
import io.temporal.client.ActivityWorkerShutdownException;
import io.temporal.failure.TimeoutFailure;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The signals that a heartbeat derives from the engine's responses. */
class ActivityHeartbeatTest {

    private static final int MAX_BEATS = 20;

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void a_silent_engine_delays_no_beat_and_is_called_once() {
        CountDownLatch never = new CountDownLatch(1);
        ActivityHeartbeat heartbeat = new ActivityHeartbeat(answering(() -> {
            never.await();
            return null;
        }));

        assertThat(heartbeat.beat()).isEqualTo(Signal.CONTINUE);
        assertThat(heartbeat.beat()).isEqualTo(Signal.CONTINUE);

        assertThat(calls).hasValue(1);
    }

    @Test
    void an_engine_that_answers_is_called_at_each_beat() {
        ActivityHeartbeat heartbeat = new ActivityHeartbeat(answering(() -> null));

        for (int beat = 1; beat <= MAX_BEATS && calls.get() < 2; beat++) {
            assertThat(heartbeat.beat()).isEqualTo(Signal.CONTINUE);
        }

        assertThat(calls).hasValue(2);
        assertThat(heartbeat.isClosed()).isFalse();
    }

    @Test
    void after_a_closed_workflow_the_engine_is_not_called_again() {
        ActivityHeartbeat heartbeat = new ActivityHeartbeat(throwing(new ActivityCanceledException()));

        assertThat(awaitSignal(heartbeat)).isEqualTo(Signal.WORKFLOW_CLOSED);
        assertThat(heartbeat.beat()).isEqualTo(Signal.WORKFLOW_CLOSED);

        assertThat(calls).hasValue(1);
        assertThat(heartbeat.isClosed()).isTrue();
    }

    /** The SDK cancels an activity by itself when no beat has reached the engine within the heartbeat timeout. */
    @Test
    void a_heartbeat_timeout_does_not_mean_that_the_workflow_is_closed() {
        TimeoutFailure tooLong = new TimeoutFailure("test", null, TimeoutType.TIMEOUT_TYPE_HEARTBEAT);
        ActivityHeartbeat heartbeat = new ActivityHeartbeat(throwing(new ActivityCanceledException(null, tooLong)));

        assertThat(heartbeat.beat()).isEqualTo(Signal.UNANSWERED);
        assertThat(heartbeat.beat()).isEqualTo(Signal.UNANSWERED);

        assertThat(calls).hasValue(1);
        assertThat(heartbeat.isClosed()).isFalse();
    }

    static Stream<Exception> shutdownPauseAndReset() {
        return Stream.of(
                new ActivityWorkerShutdownException(), new ActivityPausedException(), new ActivityResetException());
    }

    @ParameterizedTest
    @MethodSource("shutdownPauseAndReset")
    void a_shutdown_a_pause_and_a_reset_hand_the_work_over(Exception thrown) {
        ActivityHeartbeat heartbeat = new ActivityHeartbeat(throwing(thrown));

        assertThat(awaitSignal(heartbeat)).isEqualTo(Signal.HAND_OVER);

        assertThat(heartbeat.isShutDown()).isEqualTo(thrown instanceof ActivityWorkerShutdownException);
    }

    @Test
    void an_interrupt_hands_the_work_over_and_stays_set() {
        ActivityHeartbeat heartbeat = new ActivityHeartbeat(answering(() -> null));
        Thread.currentThread().interrupt();

        Signal signal = heartbeat.beat();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(signal).isEqualTo(Signal.HAND_OVER);
        assertThat(heartbeat.isShutDown()).isTrue();
    }

    /** Returns the first signal other than CONTINUE: on a busy machine the response may miss its beat. */
    private static Signal awaitSignal(ActivityHeartbeat heartbeat) {
        Signal signal = heartbeat.beat();
        for (int beat = 2; beat <= MAX_BEATS && signal == Signal.CONTINUE; beat++) {
            signal = heartbeat.beat();
        }
        return signal;
    }

    private ActivityExecutionContext throwing(Exception thrown) {
        return answering(() -> {
            throw thrown;
        });
    }

    private ActivityExecutionContext answering(Callable<?> answer) {
        return (ActivityExecutionContext) Proxy.newProxyInstance(
                ActivityExecutionContext.class.getClassLoader(),
                new Class<?>[] {ActivityExecutionContext.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("heartbeat");
                    calls.incrementAndGet();
                    return answer.call();
                });
    }
}
