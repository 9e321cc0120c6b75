package io.nicotask.adapter.workflow;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.nicotask.domain.value.TaskId;
import io.nicotask.golden.GoldenFile;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.History;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Histories of workflows that an earlier build ran. A Temporal server may hold such workflows for months, so every
 * later build must replay them.
 */
final class RecordedHistory {

    private static final String FOLDER = "histories";

    /** Fields that name the machine or lines of code, and that replay does not read. */
    private static final String MACHINE_FIELDS = "\"(identity|stackTrace)\": \"(?:[^\"\\\\]++|\\\\.)*+\"";

    private RecordedHistory() {}

    /** Records the history of the task's workflow if golden files are being recorded; otherwise does nothing. */
    static void record(String name, TestTemporal temporal, TaskId task) {
        record(name, temporal, TestTemporal.workflowId(task));
    }

    /** Does the same for any workflow. */
    static void record(String name, TestTemporal temporal, String workflowId) {
        if (!GoldenFile.isRecording()) {
            return;
        }
        History.Builder history = History.newBuilder().addAllEvents(temporal.history(workflowId));
        // The in-memory server omits the id, and the start gate depends on it.
        history.getEventsBuilder(0)
                .getWorkflowExecutionStartedEventAttributesBuilder()
                .setWorkflowId(workflowId);
        file(name + ".json").write(json(history).replaceAll(MACHINE_FIELDS, "\"$1\": \"\"") + "\n");
    }

    /** Returns the names of the files whose workflow ran on a worker of this kind. */
    static List<String> namesOf(String worker) {
        return GoldenFile.namesIn(FOLDER).stream()
                .filter(name -> name.startsWith(worker))
                .toList();
    }

    /** Returns the file's content. */
    static String text(String name) {
        return file(name).read();
    }

    /** Returns the history for a worker to replay. */
    static WorkflowExecutionHistory read(String name) {
        History.Builder history = History.newBuilder();
        try {
            JsonFormat.parser().merge(text(name), history);
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
        String workflowId = history.getEvents(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getWorkflowId();
        // The server writes this event by itself; it gives it to no worker, and a replay cannot read it.
        int last = history.getEventsCount() - 1;
        if (history.getEvents(last).getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED) {
            history.removeEvents(last);
        }
        return new WorkflowExecutionHistory(history.build(), workflowId);
    }

    private static String json(History.Builder history) {
        try {
            return JsonFormat.printer().print(history);
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GoldenFile file(String name) {
        return GoldenFile.of(FOLDER + "/" + name);
    }
}
