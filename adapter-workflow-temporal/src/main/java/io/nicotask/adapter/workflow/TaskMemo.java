package io.nicotask.adapter.workflow;

import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Duration;

/**
 * The memo of an external workflow. The engine returns it with each description, so that what was declared at the start
 * stays true when the settings change.
 */
final class TaskMemo {

    /** For how many milliseconds activities of the workflow may act after it has closed. */
    private static final String ACTS_FOR = "nicoTaskActsForMillis";

    private TaskMemo() {}

    static Memo of(Duration actsFor) {
        Payload millis = DefaultDataConverter.STANDARD_INSTANCE
                .toPayload(actsFor.toMillis())
                .orElseThrow();
        return Memo.newBuilder().putFields(ACTS_FOR, millis).build();
    }

    /** Returns how long activities of the workflow may act after it has closed; zero without such a memo. */
    static Duration actsFor(Memo memo) {
        Payload millis = memo.getFieldsMap().get(ACTS_FOR);
        return millis == null
                ? Duration.ZERO
                : Duration.ofMillis(DefaultDataConverter.STANDARD_INSTANCE.fromPayload(millis, Long.class, Long.class));
    }
}
