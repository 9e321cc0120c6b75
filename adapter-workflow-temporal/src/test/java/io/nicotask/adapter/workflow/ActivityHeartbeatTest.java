package io.nicotask.adapter.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.worker.Heartbeat.Signal;
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

    private static final int PATIENCE = 20;

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void an_engine_that_does_not_answer_holds_no_beat_up_and_is_asked_once() {
        CountDownLatch never = new CountDownLatch(1);
        ActivityHeartbeat heartbeat = new ActivityHeartbeat(saying(() -> {
            never.await();
            return null;
        }));

        assertThat(heartbeat.beat()).isEqualTo(Signal.CONTINUE);
        assertThat(heartbeat.beat()).isEqualTo(Signal.CONTINUE);

        assertThat(asked).hasValue(1);
    }

    @Test
    void an_engine_that_answers_is_asked_at_each_beat() {
        ActivityHeartbeat heartbeat = new ActivityHeartbeat(saying(() -> null));

        for (int beat = 1; beat <= PATIENCE && asked.get() < 2; beat++) {
            assertThat(heartbeat.beat()).isEqualTo(Signal.CONTINUE);
        }

        assertThat(asked).hasValue(2);
        assertThat(heartbeat.isClosed()).isFalse();
    }

    @Test
    void a_closed_workflow_is_remembered_and_the_engine_asked_no_more() {
        ActivityHeartbeat heartbeat = new ActivityHeartbeat(throwing(new ActivityCanceledException()));

        assertThat(firstWord(heartbeat)).isEqualTo(Signal.WORKFLOW_CLOSED);
        assertThat(heartbeat.beat()).isEqualTo(Signal.WORKFLOW_CLOSED);

        assertThat(asked).hasValue(1);
        assertThat(heartbeat.isClosed()).isTrue();
    }

    /** The SDK cancels an activity by itself when no beat has reached the engine within the heartbeat timeout. */
    @Test
    void an_engine_out_of_reach_has_not_closed_the_workflow() {
        TimeoutFailure tooLong = new TimeoutFailure("test", null, TimeoutType.TIMEOUT_TYPE_HEARTBEAT);
        ActivityHeartbeat heartbeat = new ActivityHeartbeat(throwing(new ActivityCanceledException(null, tooLong)));

        assertThat(heartbeat.beat()).isEqualTo(Signal.CONTINUE);
        assertThat(heartbeat.beat()).isEqualTo(Signal.CONTINUE);

        assertThat(asked).hasValue(1);
        assertThat(heartbeat.isClosed()).isFalse();
    }

    static Stream<Exception> signalsToStop() {
        return Stream.of(
                new ActivityWorkerShutdownException(), new ActivityPausedException(), new ActivityResetException());
    }

    @ParameterizedTest
    @MethodSource("signalsToStop")
    void work_that_others_are_to_go_on_with_is_handed_over(Exception word) {
        ActivityHeartbeat heartbeat = new ActivityHeartbeat(throwing(word));

        assertThat(firstWord(heartbeat)).isEqualTo(Signal.HAND_OVER);

        assertThat(heartbeat.isShutDown()).isEqualTo(word instanceof ActivityWorkerShutdownException);
    }

    @Test
    void an_interrupt_hands_the_work_over_and_stays_set() {
        ActivityHeartbeat heartbeat = new ActivityHeartbeat(saying(() -> null));
        Thread.currentThread().interrupt();

        Signal signal = heartbeat.beat();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(signal).isEqualTo(Signal.HAND_OVER);
        assertThat(heartbeat.isShutDown()).isTrue();
    }

    /** Returns the first signal other than CONTINUE: on a busy machine the response may miss its beat. */
    private static Signal firstWord(ActivityHeartbeat heartbeat) {
        Signal signal = heartbeat.beat();
        for (int beat = 2; beat <= PATIENCE && signal == Signal.CONTINUE; beat++) {
            signal = heartbeat.beat();
        }
        return signal;
    }

    private ActivityExecutionContext throwing(Exception word) {
        return saying(() -> {
            throw word;
        });
    }

    private ActivityExecutionContext saying(Callable<?> answer) {
        return (ActivityExecutionContext) Proxy.newProxyInstance(
                ActivityExecutionContext.class.getClassLoader(),
                new Class<?>[] {ActivityExecutionContext.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("heartbeat");
                    asked.incrementAndGet();
                    return answer.call();
                });
    }
}
