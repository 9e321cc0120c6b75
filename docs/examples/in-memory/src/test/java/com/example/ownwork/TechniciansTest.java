package com.example.ownwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.ownwork.Technicians.TrayWork;
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
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
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
    private final List<Integer> trays = new ArrayList<>();
    private Semaphore changes;
    private NicoTasks tasks;

    @BeforeEach
    void start() {
        storage.put(ORG, PROVIDER);
        storage.put(new Site(SITE, PROVIDER, true));
        changes = new Semaphore(0);
        tasks = NicoTasks.builder()
                .storage(storage)
                .engine(WorkflowEngine.none())
                .access(TrustedCallersPolicy::new)
                .onChange(changes::release)
                .build();
        tasks.start();
    }

    @AfterEach
    void close() {
        tasks.close();
    }

    @Test
    void a_task_is_carried_out_and_the_next_one_gets_the_rack_when_the_crew_has_left() {
        TaskId first = submit();
        TaskId second = submit();

        crew("crew-1", (rack, tray) -> {
                    assertThat(rack).isEqualTo(RACK);
                    assertThat(stepOf(first).succeeded()).isEqualTo(tray);
                    assertThat(get(second).task().status()).isEqualTo(TaskStatus.WAITING);
                })
                .readNext();

        assertThat(get(first).task().status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(stepOf(first).succeeded()).isEqualTo(Technicians.TRAYS);
        assertThat(get(second).task().status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void after_a_cancel_the_crew_begins_no_further_tray_and_the_stop_is_confirmed_when_it_has_left() {
        TaskId task = submit();

        crew("crew-1", (rack, tray) -> {
                    trays.add(tray);
                    if (tray == 3) {
                        cancel(task);
                        assertThat(get(task).stop()).isEqualTo(StopStatus.REQUESTED);
                    }
                })
                .readNext();

        assertThat(trays).containsExactly(0, 1, 2, 3);
        assertThat(get(task).task().status()).isEqualTo(TaskStatus.TERMINATED);
        assertThat(get(task).stop()).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void a_cancelled_task_is_not_begun_and_reported_all_the_same() {
        TaskId task = submit();
        cancel(task);

        crew("crew-1", (rack, tray) -> trays.add(tray)).readNext();

        assertThat(trays).isEmpty();
        assertThat(get(task).stop()).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void a_crew_that_is_restarted_continues_where_it_was() {
        TaskId task = submit();
        Technicians crashing = crew("crew-1", (rack, tray) -> {
            if (tray == 5) {
                throw new IllegalStateException("the process was killed");
            }
            trays.add(tray);
        });
        assertThatThrownBy(crashing::readNext).hasMessage("the process was killed");

        crew("crew-1", (rack, tray) -> trays.add(tray)).readNext();

        assertThat(trays).isEqualTo(IntStream.range(0, Technicians.TRAYS).boxed().toList());
        assertThat(get(task).task().status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void a_task_of_another_crew_is_left_alone() {
        TaskId task = submit();

        crew("crew-1", (rack, tray) -> crew("crew-2", (sameRack, sameTray) -> {
                            throw new IllegalStateException("two crews at one rack");
                        })
                        .readNext())
                .readNext();

        assertThat(get(task).task().status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void a_crew_is_woken_when_there_is_a_task() throws InterruptedException {
        Semaphore worked = new Semaphore(0);
        Technicians technicians = new Technicians(
                "crew-1", tasks.events(), tasks.externalWorkflows(), changes, (rack, tray) -> worked.release());
        Thread crew = Thread.ofVirtual().start(technicians);

        submit();

        worked.acquire(Technicians.TRAYS);
        crew.interrupt();
        crew.join();
    }

    private Technicians crew(String name, TrayWork work) {
        return new Technicians(name, tasks.events(), tasks.externalWorkflows(), changes, work);
    }

    private TaskId submit() {
        TaskRequest work = new TaskRequest(SITE, RACK, Operation.INGEST, ComponentSelection.WHOLE_RACK, "", null);
        return ((Submitted) tasks.submitTask().submit(new SubmitTask.Command(JANE, work, new Queue(60), null)))
                .view()
                .task()
                .id();
    }

    private void cancel(TaskId task) {
        assertThat(tasks.cancelTask().cancel(new CancelTask.Command(JANE, SITE, task, null)))
                .isInstanceOf(CancelTask.Result.Cancelled.class);
    }

    private Step stepOf(TaskId task) {
        return get(task).task().report().stages().getFirst().steps().getFirst();
    }

    private TaskView get(TaskId task) {
        return ((GetTask.Result.Found) tasks.getTask().get(new GetTask.Command(JANE, SITE, task))).view();
    }
}
