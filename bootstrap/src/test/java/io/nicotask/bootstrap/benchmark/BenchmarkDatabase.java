package io.nicotask.bootstrap.benchmark;

import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.bootstrap.DatabaseRows;
import io.nicotask.bootstrap.config.Setting;
import io.nicotask.bootstrap.embedded.DataDirectory;
import io.nicotask.bootstrap.embedded.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** The database of all servers of a benchmark. It outlives them. */
final class BenchmarkDatabase implements AutoCloseable {

    private static final int CONNECTIONS = 10;

    private final DataDirectory directory = DataDirectory.ephemeral();
    private final EmbeddedDatabase server = EmbeddedDatabase.start(directory);
    private final Connection connection;

    BenchmarkDatabase() throws SQLException {
        this.connection =
                DriverManager.getConnection(DatabaseRows.inSchema(server.url()), server.user(), server.password());
    }

    DataDirectory directory() {
        return directory;
    }

    /** Returns a server's settings for this database. */
    Map<Setting, String> settings() {
        return Map.of(
                Setting.DATABASE_URL, server.url(),
                Setting.DATABASE_USER, server.user(),
                Setting.DATABASE_PASSWORD, server.password());
    }

    String user() {
        return server.user();
    }

    String password() {
        return server.password();
    }

    /** Returns a module's settings for one of the databases, with timeouts for slow statements. */
    Settings settings(String database) {
        Duration timeout = Duration.ofHours(1);
        Limits limits = new Limits(CONNECTIONS, timeout, timeout, timeout, timeout);
        return new Settings(
                server.url().replaceFirst("/postgres$", "/" + database), server.user(), server.password(), limits);
    }

    String port() {
        return server.url().replaceFirst(".*:(\\d+)/.*", "$1");
    }

    void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns the only column of the only row. */
    String ask(String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Returns the id of the process that serves this connection. */
    long processId() throws SQLException {
        return Long.parseLong(ask("select pg_backend_pid()"));
    }

    /** Turns durability off for bulk loading. */
    void disableDurability() throws SQLException {
        execute(
                "alter system set fsync = off",
                "alter system set full_page_writes = off",
                "alter system set max_wal_size = '4GB'",
                "alter system set checkpoint_timeout = '1h'",
                "alter system set autovacuum = off",
                "select pg_reload_conf()");
    }

    /** Restores durability. */
    void restoreDurability() throws SQLException {
        execute("alter system reset all", "select pg_reload_conf()", "checkpoint");
    }

    /** Completes the open work of background services and vacuums, so that nothing disturbs the next measurement. */
    void settle() throws SQLException {
        execute(
                "delete from work",
                "update task_stop set engine_closed_at = clock_timestamp(), unconfirmed = false where unconfirmed",
                "vacuum analyze",
                "checkpoint");
    }

    /**
     * Gives every open task a start under a claim that never expires: its stop must wait, so a cancel is decided and stored
     * but not delivered, except as a probe of an engine that is down.
     */
    void holdStops() throws SQLException {
        execute("""
                insert into work (kind, site_id, key, lane, due_at, claimed_until, claim_number, written_at)
                select 'START_WORKFLOW', site_id, id, 'DELIVERY', now(), 'infinity', 1, now()
                from task where finished_at is null
                on conflict (kind, site_id, key) do update set claimed_until = 'infinity'
                """, "vacuum analyze", "checkpoint");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        server.close();
        directory.close();
    }
}
