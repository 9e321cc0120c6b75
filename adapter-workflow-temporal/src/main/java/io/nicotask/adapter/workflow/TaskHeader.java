package io.nicotask.adapter.workflow;

import io.temporal.api.common.v1.Header;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.Map;
import java.util.Optional;

/**
 * Where a workflow that others have brought was started from. It travels in the header of the start, as the input is
 * read by a type that is not ours, with a converter that may not be ours either.
 *
 * @param site the id of the task's site
 * @param taskQueue the queue on which the workflow's word is taken
 */
record TaskHeader(String site, String taskQueue) {

    private static final String SITE = "nico-task-site";
    private static final String TASK_QUEUE = "nico-task-queue";

    Header toHeader() {
        return Header.newBuilder()
                .putFields(SITE, toPayload(site))
                .putFields(TASK_QUEUE, toPayload(taskQueue))
                .build();
    }

    /** What the header says, or empty when the start was not the server's. */
    static Optional<TaskHeader> readFrom(Map<String, Payload> header) {
        return field(header, SITE).flatMap(site -> field(header, TASK_QUEUE).map(queue -> new TaskHeader(site, queue)));
    }

    private static Payload toPayload(String text) {
        return DefaultDataConverter.STANDARD_INSTANCE.toPayload(text).orElseThrow();
    }

    private static Optional<String> field(Map<String, Payload> header, String name) {
        return Optional.ofNullable(header.get(name))
                .map(payload ->
                        DefaultDataConverter.STANDARD_INSTANCE.fromPayload(payload, String.class, String.class));
    }
}
