package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the server requires of its database, checked once at the start. Each violation is reported by a sentence. */
final class DatabaseRequirements {

    private static final int OLDEST_SERVER = 15;

    private static final String ACCEPTS_NO_WRITES =
            "select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean";

    /** The least of the limits on connections that apply to the user; negative limits do not exist. */
    private static final String CONNECTION_LIMIT = """
            select least((select nullif(greatest(rolconnlimit, -1), -1) from pg_roles where rolname = current_user),
                         (select nullif(greatest(datconnlimit, -1), -1) from pg_database
                          where datname = current_database()),
                         current_setting('max_connections')::int
                         - current_setting('superuser_reserved_connections')::int)
            """;

    /** The first of the tables that a cancel reads and writes on which the user lacks a right. */
    private static final String TABLE_WITHOUT_RIGHTS = """
            select min(name) from (values
                ('task', 'SELECT'), ('task', 'UPDATE'), ('task_history', 'INSERT'), ('task_stop', 'INSERT'),
                ('work', 'SELECT'), ('work', 'INSERT'), ('work', 'UPDATE'), ('work', 'DELETE'), ('audit', 'INSERT'),
                ('rack', 'SELECT'), ('rack', 'UPDATE'), ('database_identity', 'SELECT'),
                ('write_probe', 'SELECT'), ('write_probe', 'INSERT'), ('write_probe', 'DELETE')) needed (name, privilege)
            where not has_table_privilege('nico.' || name, privilege)
            """;

    private static final String MISSING_TABLE = """
            select min(name) from regexp_split_to_table(
                'app_user audit database_identity idempotency_key late_result org process_lease provider rack rack_lease '
                'rack_reservation site task task_component task_history task_list task_list_block task_list_counter '
                'task_position task_stop task_transition unfinished_step work workflow write_probe', ' ') name
            where to_regclass('nico.' || name) is null
            """;

    private final Connection connection;
    private final SchemaName schema;

    DatabaseRequirements(Connection connection, SchemaName schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /** Returns whether waiting would not help: wrong password, no such user or database, a missing right. */
    static boolean isRefusal(SQLException fault) {
        String state = String.valueOf(fault.getSQLState());
        return state.startsWith("28") || state.startsWith("3D") || state.startsWith("42") || state.equals("08P01");
    }

    void checkServer() throws SQLException {
        requireServer(connection.getMetaData().getDatabaseMajorVersion(), required("show server_encoding"));
        if (required(ACCEPTS_NO_WRITES).equals("t")) {
            throw new IllegalStateException(
                    "The database accepts no writes: it is a standby, or read-only by its settings");
        }
    }

    /** Refuses a server that cannot run this module's SQL or store every Unicode text. */
    static void requireServer(int version, String encoding) {
        if (version < OLDEST_SERVER) {
            throw new IllegalStateException(
                    "The database is PostgreSQL %d; %d or later is needed".formatted(version, OLDEST_SERVER));
        }
        if (!encoding.equals("UTF8")) {
            throw new IllegalStateException("The database is encoded in %s; UTF8 is needed".formatted(encoding));
        }
    }

    /** Refuses a database without the schema, if the user may not create it. */
    void checkSchema() throws SQLException {
        String exists = "select to_regnamespace('" + schema.quoted() + "') is not null";
        if (!required(exists + " or has_database_privilege(current_database(), 'CREATE')")
                .equals("t")) {
            throw new IllegalStateException(
                    "There is no schema %s, and the database user may not create it".formatted(schema.value()));
        }
    }

    /** Refuses a pooler that gives the transactions of one connection to several sessions, and too few connections. */
    void checkSessions(Settings settings) throws SQLException {
        try (Connection other = DatabaseLogin.connect(settings)) {
            execute(connection, "set nico_tasks.session = 'first'");
            execute(other, "set nico_tasks.session = 'second'");
            if (!"first".equals(query("select current_setting('nico_tasks.session', true)"))) {
                throw new IllegalStateException("The database is behind a pooler that does not keep sessions;"
                        + " use its session mode, or connect to the server itself");
            }
        }
    }

    /** Refuses a user who may open fewer connections. */
    static void requireConnections(int allowed, int needed) {
        if (allowed < needed) {
            throw new IllegalStateException(
                    "The database allows its user %d connections; the server needs %d".formatted(allowed, needed));
        }
    }

    void checkTables() throws SQLException {
        String table = query(MISSING_TABLE);
        if (table != null) {
            throw new IllegalStateException("The schema " + schema.value() + " has no table " + table);
        }
    }

    void checkRights() throws SQLException {
        String table = query(TABLE_WITHOUT_RIGHTS);
        if (table != null) {
            throw new IllegalStateException("The database user lacks rights on the table " + table);
        }
    }

    KnownDatabase knownDatabase() throws SQLException {
        return new KnownDatabase(
                schema,
                UUID.fromString(required("select id from nico.database_identity")),
                Integer.parseInt(required(CONNECTION_LIMIT)));
    }

    private String required(String sql) throws SQLException {
        return Objects.requireNonNull(query(sql), sql);
    }

    private @Nullable String query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(schema.qualify(sql))) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
