package io.nicotask.adapter.workflow;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract of the engine, and its tests, on clients of a host. */
class HostClientEngineTest extends TemporalEngineTest {

    private static final List<WorkflowServiceStubs> OPENED = new ArrayList<>();

    @AfterEach
    void closeClients() {
        OPENED.forEach(WorkflowServiceStubs::shutdownNow);
        OPENED.clear();
    }

    @Override
    TemporalConnection connectionTo(String target, String namespace) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(target)
                .setRpcTimeout(TestTemporal.CALL_LIMIT)
                .build());
        OPENED.add(stubs);
        return TemporalEngine.on(WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder().setNamespace(namespace).build()));
    }

    @Override
    protected boolean engineForgets() {
        return false;
    }
}
