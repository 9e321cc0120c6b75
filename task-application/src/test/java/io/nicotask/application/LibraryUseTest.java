package io.nicotask.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.internal.work.Dispatchers;
import io.nicotask.application.internal.work.WorkDispatcher;
import io.nicotask.application.memory.InMemoryWorkflowEngine;
import io.nicotask.application.memory.SequentialTaskIds;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a service that embeds the library writes; here with everything in memory. */
final class LibraryUseTest {

    private static final OrgName ORG = new OrgName("acme");
    private static final ProviderId PROVIDER = new ProviderId(UUID.fromString("00000000-0000-4000-8000-000000000001"));
    private static final SiteId SITE = new SiteId(UUID.fromString("00000000-0000-4000-8000-000000000002"));
    private static final RackId RACK = new RackId(UUID.fromString("00000000-0000-4000-8000-000000000003"));

    @Test
    void a_service_submits_a_task_and_cancels_it() {
        InMemoryStorage store = new InMemoryStorage(InstantSource.system());
        store.put(ORG, PROVIDER);
        store.put(new Site(SITE, PROVIDER, true));
        Ports ports = store.ports(new ProviderAdminPolicy(store.sites()), RackConflicts.SHARED_COMPONENTS);
        InMemoryWorkflowEngine engine = new InMemoryWorkflowEngine().withSite(SITE, "default", false);
        WorkDispatcher relay = Dispatchers.relay(ports, engine);
        SubmitTask submitTask = SubmitTask.using(ports, OperationRules.standard(), new SequentialTaskIds());
        CancelTask cancelTask = CancelTask.using(ports);
        Caller jane = new Caller(new Subject("jane"), Profile.EMPTY, Map.of(ORG, Set.of(new Role("PROVIDER_ADMIN"))));
        RequestOrigin origin = new RequestOrigin("request-1", "192.0.2.1");

        TaskRequest request = new TaskRequest(
                SITE, RACK, Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "Power on the rack", null);
        Submitted submitted = (Submitted) submitTask.submit(new SubmitTask.Command(
                new RequestContext(jane, ORG, origin), request, new ConflictStrategy.Reject(), null));
        TaskId task = submitted.view().task().id();
        CancelTask.Result result = cancelTask.cancel(
                new CancelTask.Command(new RequestContext(jane, ORG, origin), SITE, task, new Reason("wrong rack")));
        Dispatchers.deliver(
                relay,
                ports.tasks()
                        .find(new TaskScope(PROVIDER, SITE), task)
                        .orElseThrow()
                        .task());

        assertThat(result).isInstanceOf(CancelTask.Result.Cancelled.class);
        assertThat(engine.tombstones(SITE)).containsExactly(task);
    }
}
