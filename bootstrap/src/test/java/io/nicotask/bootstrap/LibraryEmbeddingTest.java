package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.workflow.WorkflowModule;
import io.nicotask.adapter.workflow.WorkflowModule.Endpoint;
import io.nicotask.application.BackgroundServices;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.CancelTaskCommand;
import io.nicotask.application.task.CancelTaskResult;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTaskCommand;
import io.nicotask.application.task.SubmitTaskCommand.ConflictStrategy;
import io.nicotask.application.task.SubmitTaskCommand.TaskRequest;
import io.nicotask.application.task.SubmitTaskResult.Submitted;
import io.nicotask.application.worker.StandardOperationRules;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.EmbeddedServices;
import io.nicotask.bootstrap.wiring.Application;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Role;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The code of a service that embeds the library with PostgreSQL and Temporal, without HTTP. */
final class LibraryEmbeddingTest {

    private static final SiteId SITE = DemoOrg.SITE;
    private static final RequestOrigin ORIGIN = new RequestOrigin("request-1", "192.0.2.1");

    @Test
    void a_service_submits_a_task_and_cancels_it() {
        try (EmbeddedServices parts = EmbeddedServices.start(
                        new EmbeddedServices.Selection(true, !TemporalUnderTest.isReal(), false), null);
                PersistenceModule persistence = PersistenceModule.open(databaseOf(parts));
                WorkflowModule workflow = new WorkflowModule(temporalOf(parts), UUID::randomUUID)) {
            LibraryHarness.configure(persistence);
            Ports ports = Application.ports(persistence);
            Caller jane = new Caller(
                    new Subject("jane"),
                    Caller.Profile.EMPTY,
                    Map.of(DemoOrg.NAME, Set.of(new Role("PROVIDER_ADMIN"))));

            try (BackgroundServices services = BackgroundServices.start(ports, workflow.engine(), new Random())) {
                Ports waking = services.waking(ports);
                SubmitTask submitTask =
                        SubmitTask.using(waking, new StandardOperationRules(), () -> new TaskId(UUID.randomUUID()));
                CancelTask cancelTask = CancelTask.using(waking);
                TaskRequest request = new TaskRequest(
                        SITE,
                        new RackId(UUID.randomUUID()),
                        Operation.POWER_ON,
                        ComponentSelection.WHOLE_RACK,
                        "Power on",
                        null);
                Submitted submitted = (Submitted) submitTask.submit(new SubmitTaskCommand(
                        new RequestContext(jane, DemoOrg.NAME, ORIGIN), request, new ConflictStrategy.Reject(), null));
                services.start(submitted.view());
                TaskId task = submitted.view().task().id();
                CancelTaskResult result = cancelTask.cancel(new CancelTaskCommand(
                        new RequestContext(jane, DemoOrg.NAME, ORIGIN), SITE, task, new Reason("wrong rack")));

                assertThat(result)
                        .isInstanceOfSatisfying(
                                CancelTaskResult.Cancelled.class, cancelled -> services.stop(cancelled.view()));
                await().until(() -> ports.tasks()
                        .find(ports.access().forSystem(SITE).orElseThrow(), task)
                        .filter(view -> view.stop() == StopStatus.CONFIRMED)
                        .isPresent());
            }
        }
    }

    private static PersistenceModule.Settings databaseOf(EmbeddedServices parts) {
        var own = Objects.requireNonNull(parts.database());
        return new PersistenceModule.Settings(own.url(), own.user(), own.password(), PersistenceModule.Limits.DEFAULT);
    }

    private static WorkflowModule.Settings temporalOf(EmbeddedServices parts) {
        String target = TemporalUnderTest.isReal()
                ? Objects.requireNonNull(TemporalUnderTest.target())
                : Objects.requireNonNull(parts.temporal()).target();
        return new WorkflowModule.Settings(Map.of(
                SITE, new Endpoint(target, "default", TemporalUnderTest.newTaskQueue(), !TemporalUnderTest.isReal())));
    }
}
