package com.example.hardware;

import static org.awaitility.Awaitility.await;

import com.example.LocalServices;
import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.adapter.workflow.TemporalEngine.Registration;
import io.nicotask.application.InMemoryStorage;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy.Reject;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.application.user.TrustedCallersPolicy;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.temporal.worker.WorkerFactory;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RackWorkersTest {

    private static final SiteId SITE = new SiteId(UUID.randomUUID());
    private static final OrgName ORG = new OrgName("acme");
    private static final RequestContext JANE = RequestContext.ofTrusted(new Subject("jane"), ORG, "request-1");

    @Test
    void a_task_is_carried_out_on_the_hardware_of_the_service() throws Exception {
        InMemoryStorage storage = new InMemoryStorage(Clock.systemUTC());
        ProviderId provider = new ProviderId(UUID.randomUUID());
        storage.put(ORG, provider);
        storage.put(new Site(SITE, provider, true));
        try (LocalServices services = new LocalServices();
                TemporalEngine engine = TemporalEngine.on(services.temporal()).site(SITE, "racks").build();
                NicoTasks tasks = NicoTasks.builder()
                        .storage(storage)
                        .engine(engine)
                        .access(TrustedCallersPolicy::new)
                        .build()) {
            tasks.start();
            WorkerFactory factory = WorkerFactory.newInstance(services.temporal());
            try (Registration workers = RackWorkers.register(factory, tasks, engine, new PowerSwitches())) {
                factory.start();
                TaskId task = powerOn(tasks);

                await().atMost(2, TimeUnit.MINUTES).until(() -> status(tasks, task) == TaskStatus.SUCCEEDED);

                factory.shutdown();
                factory.awaitTermination(10, TimeUnit.SECONDS);
            }
        }
    }

    private static TaskId powerOn(NicoTasks tasks) {
        TaskRequest work = new TaskRequest(
                SITE, new RackId(UUID.randomUUID()), Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "", null);
        return ((Submitted) tasks.submitTask().submit(new SubmitTask.Command(JANE, work, new Reject(), null)))
                .view()
                .task()
                .id();
    }

    private static TaskStatus status(NicoTasks tasks, TaskId task) {
        GetTask.Result.Found found = (GetTask.Result.Found) tasks.getTask().get(new GetTask.Command(JANE, SITE, task));
        return found.view().task().status();
    }
}
