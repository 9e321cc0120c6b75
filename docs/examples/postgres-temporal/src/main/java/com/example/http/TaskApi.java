package com.example.http;

import io.javalin.Javalin;
import io.nicotask.adapter.http.TaskRoutes;
import io.nicotask.adapter.persistence.JdbiStorage;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.task.Task;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** The HTTP interface of a service with sessions of its own: it serves tasks to its users, and stores an order with each. */
final class TaskApi {

    static final OrgName ORG = new OrgName("acme");

    private final DataSource database;
    private final JdbiStorage storage;
    private final NicoTasks tasks;

    TaskApi(DataSource database, JdbiStorage storage, NicoTasks tasks) {
        this.database = database;
        this.storage = storage;
        this.tasks = tasks;
    }

    Javalin server() {
        TaskRoutes routes = TaskRoutes.builder(tasks.callerUseCases().withSubmitTask(this::submitWithOrder))
                .callers(TaskApi::callerOf)
                .build();
        return Javalin.create(config -> {
            // A real service checks a password here.
            config.routes.post("/login", context -> context.sessionAttribute("user", context.formParam("user")));
            routes.addTo(config.routes, "/tasks");
        });
    }

    /** The user of the session, who is an admin of the service's only org. */
    private static Optional<Caller> callerOf(HttpServletRequest request) {
        return Optional.ofNullable(request.getSession(false))
                .map(session -> (String) session.getAttribute("user"))
                .map(user -> new Caller(
                        new Subject(user), Caller.Profile.EMPTY, Map.of(ORG, Set.of(new Role("PROVIDER_ADMIN")))));
    }

    /** Submits a task and stores its order: both or neither. */
    private SubmitTask.Result submitWithOrder(SubmitTask.Command command) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            SubmitTask.Result result =
                    tasks.within(storage.within(connection)).submit(command).result();
            if (result instanceof Submitted(var view)) {
                insertOrder(connection, view.task(), command.context().caller());
            }
            connection.commit();
            tasks.wake();
            return result;
        } catch (SQLException fault) {
            throw new StoreUnavailable("The order was not stored", fault); // 503
        }
    }

    /** Does nothing for the task of a repeated request. */
    private static void insertOrder(Connection connection, Task task, Caller customer) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into customer_order (task, customer) values (?, ?) on conflict do nothing")) {
            insert.setObject(1, task.id().value());
            insert.setString(2, customer.subject().value());
            insert.executeUpdate();
        }
    }
}
