package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.EmbeddedServices;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The code of a service that embeds the library with PostgreSQL and Temporal, without HTTP. */
final class LibraryEmbeddingTest {

    private static final SiteId SITE = DemoOrg.SITE;

    @Test
    void a_service_submits_a_task_and_cancels_it() {
        try (EmbeddedServices parts = EmbeddedServices.start(
                        new EmbeddedServices.Selection(true, !TemporalUnderTest.isReal(), false), null);
                PersistenceModule persistence = PersistenceModule.open(databaseOf(parts));
                TemporalEngine workflow = temporalOf(parts)) {
            LibraryHarness.configure(persistence);
            RequestContext jane = new RequestContext(
                    new Caller(
                            new Subject("jane"),
                            Caller.Profile.EMPTY,
                            Map.of(DemoOrg.NAME, Set.of(new Role("PROVIDER_ADMIN")))),
                    DemoOrg.NAME,
                    new RequestOrigin("request-1", "192.0.2.1"));
            TaskRequest request = new TaskRequest(
                    SITE,
                    new RackId(UUID.randomUUID()),
                    Operation.POWER_ON,
                    ComponentSelection.WHOLE_RACK,
                    "Power on",
                    null);

            try (NicoTasks tasks = NicoTasks.builder()
                    .storage(persistence)
                    .engine(workflow)
                    .access(ProviderAdminPolicy::new)
                    .build()) {
                tasks.start();
                Submitted submitted = (Submitted) tasks.submitTask()
                        .submit(new SubmitTask.Command(jane, request, new ConflictStrategy.Reject(), null));
                TaskId task = submitted.view().task().id();
                CancelTask.Result result =
                        tasks.cancelTask().cancel(new CancelTask.Command(jane, SITE, task, new Reason("wrong rack")));

                assertThat(result).isInstanceOf(CancelTask.Result.Cancelled.class);
                await().until(() ->
                        tasks.getTask().get(new GetTask.Command(jane, SITE, task)) instanceof GetTask.Result.Found found
                                && found.view().stop() == StopStatus.CONFIRMED);
            }
        }
    }

    private static PersistenceModule.Settings databaseOf(EmbeddedServices parts) {
        var own = Objects.requireNonNull(parts.database());
        return new PersistenceModule.Settings(own.url(), own.user(), own.password(), PersistenceModule.Limits.DEFAULT);
    }

    private static TemporalEngine temporalOf(EmbeddedServices parts) {
        String target = TemporalUnderTest.isReal()
                ? Objects.requireNonNull(TemporalUnderTest.target())
                : Objects.requireNonNull(parts.temporal()).target();
        return TemporalEngine.at(target)
                .site(SITE, TemporalUnderTest.newTaskQueue())
                .build();
    }
}
