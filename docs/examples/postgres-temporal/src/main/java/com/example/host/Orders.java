package com.example.host;

import io.nicotask.adapter.persistence.JdbiStorage;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy.Queue;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.application.user.TrustedCallersPolicy;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.temporal.client.WorkflowClient;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The orders of a service that has a database and a Temporal client of its own. */
public final class Orders implements AutoCloseable {

    static final OrgName ORG = new OrgName("acme");
    static final SiteId SITE = new SiteId(UUID.fromString("00000000-0000-4000-8000-000000000002"));
    private static final ProviderId PROVIDER = new ProviderId(UUID.fromString("00000000-0000-4000-8000-000000000001"));

    private final DataSource database;
    private final JdbiStorage storage;
    private final TemporalEngine engine;
    private final NicoTasks tasks;

    public Orders(DataSource database, WorkflowClient temporal) {
        this.database = database;
        storage = JdbiStorage.on(database).schema("nico").build();
        storage.upsertOrganizations(
                List.of(new Organization(ORG, PROVIDER, List.of(new OrganizationSite(SITE, true)))));
        engine = TemporalEngine.on(temporal).site(SITE, "racks").build();
        tasks = NicoTasks.builder()
                .storage(storage)
                .engine(engine)
                .access(TrustedCallersPolicy::new)
                .build();
        tasks.start();
    }

    /** Stores an order and submits its task: both or neither. Returns the task, or empty if the rack is refused. */
    public Optional<TaskId> place(String customer, RackId rack) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            SubmitTask.Result result =
                    tasks.within(storage.within(connection)).submit(powerOn(customer, rack)).result();
            if (!(result instanceof Submitted(var view))) {
                return Optional.empty(); // the pool rolls back
            }
            insertOrder(connection, view.task().id(), customer);
            connection.commit();
            tasks.wake();
            return Optional.of(view.task().id());
        }
    }

    private static SubmitTask.Command powerOn(String customer, RackId rack) {
        RequestContext context = RequestContext.ofTrusted(new Subject(customer), ORG, UUID.randomUUID().toString());
        TaskRequest work = new TaskRequest(SITE, rack, Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "", null);
        return new SubmitTask.Command(context, work, new Queue(600), null);
    }

    private static void insertOrder(Connection connection, TaskId task, String customer) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into customer_order (task, customer) values (?, ?)")) {
            insert.setObject(1, task.value());
            insert.setString(2, customer);
            insert.executeUpdate();
        }
    }

    NicoTasks tasks() {
        return tasks;
    }

    @Override
    public void close() {
        tasks.close();
        engine.close();
    }
}
