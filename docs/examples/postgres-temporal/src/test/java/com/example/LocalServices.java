package com.example;

import com.zaxxer.hikari.HikariDataSource;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.testserver.TestServer.PortBoundTestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/** What the service has: a PostgreSQL with tables and a history of migrations, and a Temporal. */
public final class LocalServices implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final PortBoundTestServer temporalServer;
    private final HikariDataSource database = new HikariDataSource();
    private final WorkflowClient temporal;

    public LocalServices() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        temporalServer = TestServer.createPortBoundServer(port, true);
        temporal = WorkflowClient.newInstance(WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:" + port).build()));
        postgres = EmbeddedPostgres.start();
        database.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
        Flyway.configure().dataSource(database).load().migrate();
    }

    public HikariDataSource database() {
        return database;
    }

    public WorkflowClient temporal() {
        return temporal;
    }

    /** Returns the number that a query gives. */
    public long number(String sql) {
        try (Connection connection = database.getConnection();
                ResultSet result = connection.createStatement().executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    @Override
    public void close() throws IOException {
        temporal.getWorkflowServiceStubs().shutdownNow();
        temporalServer.close();
        database.close();
        postgres.close();
    }
}
