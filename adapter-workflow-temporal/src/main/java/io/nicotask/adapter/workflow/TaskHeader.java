package io.nicotask.adapter.workflow;

import io.temporal.api.common.v1.Header;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.Map;
import java.util.Optional;

/**
 * The origin of an external workflow, in the header of its start. The input cannot carry it: the other service chooses
 * the input's type and the data converter.
 *
 * @param site the id of the task's site
 * @param taskQueue the queue of the activities by which the workflow reports
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

    /** Returns what the header holds, or empty when the workflow was not started by this service. */
    static Optional<TaskHeader> readFrom(Map<String, Payload> header) {
        return readField(header, SITE)
                .flatMap(site -> readField(header, TASK_QUEUE).map(queue -> new TaskHeader(site, queue)));
    }

    private static Payload toPayload(String text) {
        return DefaultDataConverter.STANDARD_INSTANCE.toPayload(text).orElseThrow();
    }

    private static Optional<String> readField(Map<String, Payload> header, String name) {
        return Optional.ofNullable(header.get(name))
                .map(payload ->
                        DefaultDataConverter.STANDARD_INSTANCE.fromPayload(payload, String.class, String.class));
    }
}
