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
 * Histories of workflows that an earlier build ran. A Temporal server may hold such workflows for months, so every later
 * build must replay them.
 */
final class RecordedHistory {

    private static final String FOLDER = "histories";

    /** What names the machine or its lines of code, and is never read again. */
    private static final String MACHINE = "\"(identity|stackTrace)\": \"(?:[^\"\\\\]++|\\\\.)*+\"";

    private RecordedHistory() {}

    /** Records the task's workflow as it is now, when golden files are recorded; otherwise does nothing. */
    static void record(String name, TestTemporal temporal, TaskId task) {
        record(name, temporal, TestTemporal.workflowId(task));
    }

    /** As above, for any workflow. */
    static void record(String name, TestTemporal temporal, String workflowId) {
        if (!GoldenFile.isRecording()) {
            return;
        }
        History.Builder history = History.newBuilder().addAllEvents(temporal.history(workflowId));
        // The server in memory leaves it out, and the gate depends on it.
        history.getEventsBuilder(0)
                .getWorkflowExecutionStartedEventAttributesBuilder()
                .setWorkflowId(workflowId);
        file(name + ".json").write(json(history).replaceAll(MACHINE, "\"$1\": \"\"") + "\n");
    }

    /** The names of the files whose workflow ran on a worker of this kind. */
    static List<String> namesOf(String worker) {
        return GoldenFile.namesIn(FOLDER).stream()
                .filter(name -> name.startsWith(worker))
                .toList();
    }

    /** What the file holds. */
    static String text(String name) {
        return file(name).read();
    }

    /** What a worker replays. */
    static WorkflowExecutionHistory read(String name) {
        History.Builder history = History.newBuilder();
        try {
            JsonFormat.parser().merge(text(name), history);
        } catch (InvalidProtocolBufferException fault) {
            throw new UncheckedIOException(fault);
        }
        String workflowId = history.getEvents(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getWorkflowId();
        // The server ends a workflow so by itself: no worker is given the event, and none can read it.
        int last = history.getEventsCount() - 1;
        if (history.getEvents(last).getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED) {
            history.removeEvents(last);
        }
        return new WorkflowExecutionHistory(history.build(), workflowId);
    }

    private static String json(History.Builder history) {
        try {
            return JsonFormat.printer().print(history);
        } catch (InvalidProtocolBufferException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static GoldenFile file(String name) {
        return GoldenFile.of(FOLDER + "/" + name);
    }
}
