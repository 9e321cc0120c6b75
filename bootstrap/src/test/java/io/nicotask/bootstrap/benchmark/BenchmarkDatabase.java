package io.nicotask.bootstrap.benchmark;

import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
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

/** The database of all servers of a benchmark, which outlives them. */
final class BenchmarkDatabase implements AutoCloseable {

    private static final int CONNECTIONS = 10;

    private final DataDirectory directory = DataDirectory.ephemeral();
    private final EmbeddedDatabase server = EmbeddedDatabase.start(directory);
    private final Connection connection;

    BenchmarkDatabase() throws SQLException {
        this.connection = DriverManager.getConnection(server.url(), server.user(), server.password());
    }

    DataDirectory directory() {
        return directory;
    }

    /** What a server has to be told to use it. */
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

    /** One of its databases as a module takes it, with patience for what takes long. */
    Settings settings(String database) {
        Duration patience = Duration.ofHours(1);
        Limits limits = new Limits(CONNECTIONS, patience, patience, patience, patience);
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

    /** The only column of the only row. */
    String ask(String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Lets it write much in little time; what a crash would do to it does not matter meanwhile. */
    void hasten() throws SQLException {
        execute(
                "alter system set fsync = off",
                "alter system set full_page_writes = off",
                "alter system set max_wal_size = '4GB'",
                "alter system set checkpoint_timeout = '1h'",
                "alter system set autovacuum = off",
                "select pg_reload_conf()");
    }

    /** Lets it be as careful again as it was. */
    void slowDown() throws SQLException {
        execute("alter system reset all", "select pg_reload_conf()", "checkpoint");
    }

    /** Leaves nothing behind that a relay, a sweep or the database itself would do while something else is measured. */
    void settle() throws SQLException {
        execute(
                "update workflow_request set done_at = clock_timestamp(), lease_until = null where done_at is null",
                "delete from workflow_watch",
                "vacuum analyze",
                "checkpoint");
    }

    /**
     * Makes every open task look as if a relay were starting its workflow right now: its stop has to wait for that, and
     * so is decided and kept, but not pursued.
     */
    void holdStops() throws SQLException {
        execute("""
                insert into workflow_request (task_id, kind, site_id, requested_at, due_at, lease_until)
                select id, 'START', site_id, now(), now(), 'infinity' from task where finished_at is null
                on conflict do nothing
                """, "vacuum analyze", "checkpoint");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        server.close();
        directory.close();
    }
}
