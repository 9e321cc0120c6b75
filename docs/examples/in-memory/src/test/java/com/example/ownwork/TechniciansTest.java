package com.example.ownwork;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.InMemoryStorage;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy.Queue;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.application.user.TrustedCallersPolicy;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TechniciansTest {

    private static final ProviderId PROVIDER = new ProviderId(UUID.randomUUID());
    private static final SiteId SITE = new SiteId(UUID.randomUUID());
    private static final RackId RACK = new RackId(UUID.randomUUID());
    private static final OrgName ORG = new OrgName("acme");
    private static final RequestContext JANE = RequestContext.ofTrusted(new Subject("jane"), ORG, "request-1");

    private final InMemoryStorage storage = new InMemoryStorage(Clock.systemUTC());
    private final NicoTasks tasks = NicoTasks.builder()
            .storage(storage)
            .engine(WorkflowEngine.none())
            .access(TrustedCallersPolicy::new)
            .build();
    private final Technicians technicians = new Technicians(tasks);

    @BeforeEach
    void addSite() {
        storage.put(ORG, PROVIDER);
        storage.put(new Site(SITE, PROVIDER, true));
    }

    @AfterEach
    void close() {
        tasks.close();
    }

    @Test
    void a_task_is_carried_out_and_the_next_one_gets_the_rack_when_the_technician_has_left() {
        TaskId first = submit();
        TaskId second = submit();
        WorkflowRunRef run = Technicians.runOf(SITE, first);

        readFeed();
        assertThat(technicians.toDo()).containsExactly(first);
        assertThat(technicians.begins(run)).isTrue();
        assertThat(technicians.finishes(run)).isTrue();
        assertThat(get(second).task().status()).isEqualTo(TaskStatus.WAITING);
        technicians.leaves(run);

        assertThat(get(first).task().status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(get(second).task().status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void a_stop_is_confirmed_when_the_technician_has_left() {
        TaskId task = submit();
        WorkflowRunRef run = Technicians.runOf(SITE, task);
        assertThat(technicians.begins(run)).isTrue();

        assertThat(cancel(task)).isInstanceOf(CancelTask.Result.Cancelled.class);
        assertThat(get(task).stop()).isEqualTo(StopStatus.REQUESTED);
        readFeed();
        assertThat(technicians.toDo()).isEmpty();
        assertThat(technicians.finishes(run)).isFalse();
        technicians.leaves(run);

        assertThat(get(task).task().status()).isEqualTo(TaskStatus.TERMINATED);
        assertThat(get(task).stop()).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void a_cancelled_task_is_not_begun_and_reported_all_the_same() {
        TaskId task = submit();
        assertThat(cancel(task)).isInstanceOf(CancelTask.Result.Cancelled.class);

        WorkflowRunRef run = Technicians.runOf(SITE, task);
        assertThat(technicians.begins(run)).isFalse();
        technicians.leaves(run);

        assertThat(get(task).stop()).isEqualTo(StopStatus.CONFIRMED);
    }

    private void readFeed() {
        tasks.events().after(0, 100).forEach(technicians::react);
    }

    private TaskId submit() {
        TaskRequest work = new TaskRequest(SITE, RACK, Operation.INGEST, ComponentSelection.WHOLE_RACK, "", null);
        return ((Submitted) tasks.submitTask().submit(new SubmitTask.Command(JANE, work, new Queue(60), null)))
                .view()
                .task()
                .id();
    }

    private CancelTask.Result cancel(TaskId task) {
        return tasks.cancelTask().cancel(new CancelTask.Command(JANE, SITE, task, null));
    }

    private TaskView get(TaskId task) {
        return ((GetTask.Result.Found) tasks.getTask().get(new GetTask.Command(JANE, SITE, task))).view();
    }
}
