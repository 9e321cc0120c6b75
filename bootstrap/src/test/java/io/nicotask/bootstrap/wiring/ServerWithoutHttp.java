package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.user.ProviderAdminPolicy;

/** The parts of a server behind HTTP, on another engine, wired as {@link Application} wires them. */
public final class ServerWithoutHttp implements AutoCloseable {

    private final Lifecycle lifecycle = new Lifecycle();
    private final CancelTask cancelTask;

    /**
     * Starts it.
     *
     * @param database where its database is
     * @param connections the size of its pool
     */
    public ServerWithoutHttp(Settings database, int connections, WorkflowEngine engine) {
        ConnectionBudget budget = ConnectionBudget.of(connections);
        Limits base = Limits.DEFAULT;
        PersistenceModule persistence = lifecycle.add(PersistenceModule.open(new Settings(
                database.url(),
                database.user(),
                database.password(),
                new Limits(budget.requests(), base.connection(), base.statement(), base.lock(), base.network()))));
        PersistenceModule separatePool = lifecycle.add(persistence.withSeparatePool(budget.background()));
        NicoTasks tasks = lifecycle.add(NicoTasks.builder()
                .storage(persistence)
                .backgroundStorage(separatePool)
                .engine(engine)
                .access(ProviderAdminPolicy::new)
                .build());
        tasks.start();
        this.cancelTask = tasks.cancelTask();
    }

    /** Returns the use case, which delivers the stop right after its commit. */
    public CancelTask cancelTask() {
        return cancelTask;
    }

    @Override
    public void close() {
        lifecycle.close();
    }
}
