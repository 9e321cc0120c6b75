package io.nicotask.adapter.workflow;

import com.google.protobuf.Duration;
import io.nicotask.domain.value.TaskId;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.util.concurrent.TimeUnit;

/**
 * A workflow that takes the id of a workflow that the engine does not know, so that a start still under way is rejected
 * as a duplicate. No worker polls its queue. It is terminated at once, long before its start delay ends; from then on
 * {@code describe} reports a closed workflow. The engine stores its names, so they must not change.
 */
final class Tombstone {

    /** The workflow type. */
    static final String TYPE = "Tombstone";

    /** Why it is terminated, as Temporal's tools show it. */
    static final String TERMINATE_REASON = "This workflow must never start";

    private static final String QUEUE = "nico-tasks-tombstones";
    private static final Duration START_DELAY =
            Duration.newBuilder().setSeconds(TimeUnit.DAYS.toSeconds(30)).build();

    private Tombstone() {}

    /** Returns the request that places it; the server refuses it when the task's workflow id is taken. */
    static StartWorkflowExecutionRequest start(TemporalRequests requests, TaskId task) {
        return requests.startOnce(task, TYPE, QUEUE)
                .setWorkflowStartDelay(START_DELAY)
                .build();
    }
}
