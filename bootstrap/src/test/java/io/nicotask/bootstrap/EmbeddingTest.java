package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.workflow.WorkflowModule;
import io.nicotask.adapter.workflow.WorkflowModule.Endpoint;
import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.cancel.CancelTaskCommand;
import io.nicotask.application.cancel.CancelTaskResult;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.application.port.Stop;
import io.nicotask.application.relay.Loops;
import io.nicotask.application.report.StandardOperationRules;
import io.nicotask.application.submit.SubmitTask;
import io.nicotask.application.submit.SubmitTaskCommand;
import io.nicotask.application.submit.SubmitTaskCommand.IfBusy;
import io.nicotask.application.submit.SubmitTaskCommand.Work;
import io.nicotask.application.submit.SubmitTaskResult.Submitted;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.EmbeddedParts;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Role;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.TaskId;
import jakarta.validation.Validator;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a service writes that embeds the library with PostgreSQL and Temporal, and without HTTP. */
final class EmbeddingTest {

    private static final SiteId SITE = DemoOrg.SITE;
    private static final RequestOrigin ORIGIN = new RequestOrigin("request-1", "192.0.2.1");

    @Test
    void a_service_submits_a_task_and_cancels_it() {
        try (EmbeddedParts parts =
                        EmbeddedParts.start(new EmbeddedParts.Wanted(true, !GivenTemporal.isReal(), false), null);
                PersistenceModule persistence = PersistenceModule.open(databaseOf(parts));
                WorkflowModule workflow = new WorkflowModule(temporalOf(parts), UUID::randomUUID)) {
            persistence.upsertOrganizations(new Sites(DemoOrg.configuration()).directory());
            Ports ports = Server.ports(persistence);
            Validator validator = Server.validator();
            SubmitTask submitTask = SubmitTask.using(
                    ports,
                    persistence.submitKeys(),
                    new StandardOperationRules(),
                    () -> new TaskId(UUID.randomUUID()),
                    validator);
            CancelTask cancelTask = CancelTask.using(ports, validator);
            Caller jane = new Caller(
                    new Subject("jane"),
                    Caller.Profile.EMPTY,
                    Map.of(DemoOrg.NAME, Set.of(new Role("PROVIDER_ADMIN"))));

            try (Loops loops = Loops.start(ports, persistence.watch(), workflow.engine(), new Random())) {
                Work work = new Work(
                        SITE,
                        new RackId(UUID.randomUUID()),
                        Operation.POWER_ON,
                        Components.WHOLE_RACK,
                        "Power on",
                        null);
                Submitted submitted = (Submitted) submitTask.submit(
                        new SubmitTaskCommand(jane, DemoOrg.NAME, work, new IfBusy.Reject(), null, ORIGIN));
                TaskId task = submitted.view().task().id();
                CancelTaskResult result =
                        cancelTask.cancel(new CancelTaskCommand(jane, DemoOrg.NAME, SITE, task, "wrong rack", ORIGIN));

                assertThat(result).isInstanceOf(CancelTaskResult.Cancelled.class);
                await().until(() -> ports.outbox()
                        .stopOf(ports.access().forSystem(SITE).orElseThrow(), task)
                        .filter(stop -> stop.state() == Stop.State.CONFIRMED)
                        .isPresent());
            }
        }
    }

    private static PersistenceModule.Settings databaseOf(EmbeddedParts parts) {
        var own = Objects.requireNonNull(parts.database());
        return new PersistenceModule.Settings(own.url(), own.user(), own.password(), PersistenceModule.Limits.DEFAULT);
    }

    private static WorkflowModule.Settings temporalOf(EmbeddedParts parts) {
        String target = GivenTemporal.isReal()
                ? Objects.requireNonNull(GivenTemporal.target())
                : Objects.requireNonNull(parts.temporal()).target();
        return new WorkflowModule.Settings(
                Map.of(SITE, new Endpoint(target, "default", GivenTemporal.newTaskQueue(), !GivenTemporal.isReal())));
    }
}
