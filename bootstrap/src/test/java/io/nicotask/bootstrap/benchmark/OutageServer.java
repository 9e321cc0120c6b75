package io.nicotask.bootstrap.benchmark;

import io.nicotask.bootstrap.DatabaseRows;
import io.nicotask.bootstrap.ProductionConfiguration;
import io.nicotask.bootstrap.RunningServer;
import io.nicotask.bootstrap.TcpProxy;
import io.nicotask.bootstrap.config.Setting;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.value.TaskId;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A server with its own database and its own proxy to Temporal, which runs only while it is measured, and its results.
 */
final class OutageServer implements AutoCloseable {

    private final TemporalOutage outage;
    private final TcpProxy proxy;
    private final Path configuration;
    private final Map<Setting, String> flags;
    private final Connection connection;
    private final LatencySamples cancels = new LatencySamples();
    private final LatencySamples gets = new LatencySamples();
    private List<TaskId> remaining = List.of();
    private @Nullable RunningServer server;

    OutageServer(TemporalOutage outage, BenchmarkDatabase database, ProductionConfiguration settings, String temporal)
            throws SQLException {
        this.outage = outage;
        this.proxy = new TcpProxy(temporal);
        String name = "outage_" + UUID.randomUUID().toString().replace("-", "");
        database.execute("create database " + name);
        var own = database.settings(name);
        this.configuration = settings.file();
        this.flags = new EnumMap<>(database.settings());
        flags.put(Setting.DATABASE_URL, own.url());
        flags.put(Setting.TEMPORAL_TARGET, proxy.target());
        flags.put(Setting.TEMPORAL_TASK_QUEUE, name);
        this.connection = DriverManager.getConnection(DatabaseRows.inSchema(own.url()), own.user(), own.password());
    }

    /** Starts the server. Only one runs at a time, so that no other disturbs the measurement. */
    void start() {
        server = new RunningServer(configuration, flags).withoutResponseChecks();
    }

    void stop() {
        if (server != null) {
            server.close();
        }
    }

    TemporalOutage outage() {
        return outage;
    }

    TcpProxy proxy() {
        return proxy;
    }

    LatencySamples cancels() {
        return cancels;
    }

    LatencySamples gets() {
        return gets;
    }

    /** Discards the results of the warm-up. */
    void discardResults() {
        cancels.clear();
        gets.clear();
    }

    /** Prepares Running tasks and starts their workflows. */
    void prepare(PreparedTasks tasks, int count) {
        remaining = tasks.prepareWithWorkflows(running(), count);
    }

    /** Takes some of the tasks; each is taken once. */
    List<TaskId> take(int count) {
        List<TaskId> taken = remaining.subList(0, count);
        remaining = remaining.subList(count, remaining.size());
        return taken;
    }

    HttpResponse<String> cancel(TaskId task, String token) {
        return running().cancel(DemoOrg.SITE, task, token);
    }

    HttpResponse<String> get(TaskId task, String token) {
        return running().get(DemoOrg.SITE, task, token);
    }

    /** Returns how many workflows are left to start or to stop. */
    long openDeliveries() throws SQLException {
        return Long.parseLong(ask("select count(*) from work where lane = 'DELIVERY'"));
    }

    void awaitNoOpenDeliveries() throws Exception {
        while (openDeliveries() > 0) {
            Thread.sleep(50);
        }
    }

    /** Returns how many seconds after the instant that share of the stops was confirmed. */
    String confirmedAfter(String instant, double share) throws SQLException {
        return ask("""
                select round(extract(epoch from percentile_disc(%s) within group (order by engine_closed_at) - '%s'), 1)
                from task_stop
                """.formatted(share, instant));
    }

    /** Returns the only column of the only row. */
    String ask(String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private RunningServer running() {
        return Objects.requireNonNull(server);
    }

    @Override
    public void close() throws SQLException {
        stop();
        connection.close();
        proxy.close();
    }
}
