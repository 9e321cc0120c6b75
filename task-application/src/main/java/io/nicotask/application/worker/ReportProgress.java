package io.nicotask.application.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * The progress of work that a host carries out itself, and the question whether the work may continue. A host asks before
 * each step that must not begin after a cancel, and every few seconds while a step lasts. The answer comes from the task
 * itself: events may be late. Safe for use by several threads.
 */
@FunctionalInterface
@CheckReturnValue
public interface ReportProgress {

    /**
     * Replaces the report of the task, if the run has passed the start gate and the task is still Running, and returns
     * whether the run may continue. An equal report, or none, writes nothing and waits for no other transaction. Safe to
     * repeat when the reply was lost.
     *
     * @param report the whole report from now on, or null to ask only; each different one is one write
     * @throws io.nicotask.application.port.StoreUnavailable when it is unknown whether the run may continue, and whether
     *     the report was stored
     */
    Result report(WorkflowRunRef workflowRun, @Nullable TaskReport report);

    /** Creates the use case with the given ports. */
    static ReportProgress using(Ports ports) {
        return new ReportProgressService(ports);
    }

    /** The results of {@link ReportProgress}. */
    sealed interface Result {

        /**
         * The run may continue: its task was Running during the call.
         *
         * @param task the task as it is stored now, with its report
         */
        record MayContinue(Task task) implements Result {}

        /**
         * The run must stop: the task has ended, or this run has not begun it. The report is not stored.
         *
         * @param reason why, in one line
         */
        record MustStop(String reason) implements Result {}
    }
}
