package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.RACK;
import static io.nicotask.application.contract.StoreContract.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy.Queue;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.user.TrustedCallersPolicy;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.ExternalWorkflowUseCases;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.application.worker.ReportProgress;
import io.nicotask.application.worker.ReportStopped;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host without an engine carries out tasks by itself, and reports what it does. */
final class OwnWorkTest {

    private static final RequestContext JANE = RequestContext.ofTrusted(new Subject("jane"), ORG, "request-1");

    private final HikariDataSource host = HostDatabase.pool(PostgresTestServer.emptyDatabase());
    private NicoTasks tasks;
    private ExternalWorkflowUseCases work;
    private TaskId first;
    private TaskId next;

    @BeforeEach
    void two_tasks_for_one_rack() {
        JdbiStorage storage = JdbiStorage.on(host).schema("own").build();
        storage.upsertOrganizations(
                List.of(new Organization(ORG, PROVIDER, List.of(new OrganizationSite(SITE, true)))));
        tasks = NicoTasks.builder()
                .storage(storage)
                .engine(WorkflowEngine.none())
                .access(TrustedCallersPolicy::new)
                .build();
        work = tasks.externalWorkflows();
        first = submit();
        next = submit();
    }

    @AfterEach
    void close() {
        tasks.close();
        host.close();
    }

    @Test
    void the_rack_of_a_cancelled_task_goes_to_the_next_one_once_the_work_is_reported_as_stopped() {
        assertThat(work.begin().begin(run(first))).isInstanceOf(BeginTask.Result.Passed.class);

        assertThat(tasks.cancelTask().cancel(new CancelTask.Command(JANE, SITE, first, null)))
                .isInstanceOf(CancelTask.Result.Cancelled.class);
        tasks.runDue();
        assertThat(work.progress().report(run(first), null)).isInstanceOf(ReportProgress.Result.MustStop.class);
        assertThat(view(first).stop()).isEqualTo(StopStatus.REQUESTED);
        assertThat(statusOf(next)).isEqualTo(TaskStatus.WAITING);

        assertThat(work.stopped().report(run(first))).isEqualTo(new ReportStopped.Result.Stopped());
        assertThat(view(first).stop()).isEqualTo(StopStatus.CONFIRMED);
        assertThat(statusOf(next)).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void the_rack_of_a_finished_task_waits_for_the_report_too() {
        assertThat(work.begin().begin(run(first))).isInstanceOf(BeginTask.Result.Passed.class);
        assertThat(work.finish().finish(run(first), new WorkResult.Success()))
                .isEqualTo(new FinishTask.Result.Finished());
        assertThat(statusOf(next)).isEqualTo(TaskStatus.WAITING);

        assertThat(work.stopped().report(run(first))).isEqualTo(new ReportStopped.Result.Stopped());
        assertThat(work.stopped().report(run(first))).isEqualTo(new ReportStopped.Result.Stopped());

        assertThat(statusOf(first)).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(statusOf(next)).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void a_report_on_an_open_task_changes_nothing() {
        assertThat(work.begin().begin(run(first))).isInstanceOf(BeginTask.Result.Passed.class);
        TaskView before = view(first);

        assertThat(work.stopped().report(run(first))).isInstanceOf(ReportStopped.Result.Refused.class);

        assertThat(view(first)).isEqualTo(before);
    }

    private TaskId submit() {
        TaskRequest request = new TaskRequest(SITE, RACK, Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "", null);
        SubmitTask.Result result =
                tasks.submitTask().submit(new SubmitTask.Command(JANE, request, new Queue(600), null));
        return ((SubmitTask.Result.Submitted) result).view().task().id();
    }

    private static WorkflowRunRef run(TaskId task) {
        return new WorkflowRunRef(SITE, task, new WorkflowRunId("crew-1"));
    }

    private TaskStatus statusOf(TaskId task) {
        return view(task).task().status();
    }

    private TaskView view(TaskId task) {
        return ((GetTask.Result.Found) tasks.getTask().get(new GetTask.Command(JANE, SITE, task))).view();
    }
}
