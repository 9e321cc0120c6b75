package io.nicotask.bootstrap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.domain.value.TaskId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of a server's database, read on a separate connection. */
public final class DatabaseRows implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Excludes the tables of list counts, which are updated some time after the rows that they count. */
    private static final String TABLES = """
            select table_name from information_schema.tables
            where table_schema = 'nico_tasks' and table_type = 'BASE TABLE'
            and table_name not in ('schema_history', 'task_list_counter', 'task_list', 'task_list_block')
            """;

    /** Excludes alerts, which are removed some time after their stops were confirmed. */
    private static final String ROWS = """
            select '%1$s ' || r::text from (select to_jsonb(t) as r from %1$s t) rows
            where coalesce(r ->> 'kind', '') not in ('ALERT_STOP', 'CHECK_WORKFLOW')
            """;

    private final PersistenceModule.Settings database;
    private @Nullable Connection connection;

    public DatabaseRows(PersistenceModule.Settings database) {
        this.database = database;
    }

    /** Returns the URL for connections on which the names of the server's tables need no schema. */
    public static String inSchema(String url) {
        return url + "?currentSchema=" + PersistenceModule.Settings.DEFAULT_SCHEMA + ",public";
    }

    /** Returns every row of every table, as table name and JSON, in a stable order. */
    List<String> all() {
        return texts(texts(TABLES).stream()
                .map(ROWS::formatted)
                .collect(Collectors.joining(" union all ", "", " order by 1")));
    }

    /** Returns the rows that were added; fails when one of the earlier rows was changed or deleted. */
    List<String> addedTo(List<String> before) {
        List<String> added = new ArrayList<>(all());
        for (String row : before) {
            if (!added.remove(row)) {
                throw new AssertionError("This row has been changed or deleted: " + row);
            }
        }
        return added;
    }

    /** Returns the row of a task. */
    JsonNode task(TaskId task) {
        return json(texts("select to_jsonb(t) from task t where id = ?::uuid", task.toString())
                .getFirst());
    }

    /** Returns a task's rows in another table, as JSON. */
    List<JsonNode> of(String table, TaskId task) {
        return texts(
                        "select to_jsonb(t) from %s t where task_id = ?::uuid order by 1".formatted(table),
                        task.toString())
                .stream()
                .map(DatabaseRows::json)
                .toList();
    }

    /** Returns the kinds of the work for a task. */
    List<String> workFor(TaskId task) {
        return texts("select kind from work where key = ?::uuid order by kind", task.toString());
    }

    /** Returns all rows of a task except its work and what comes of it, which change asynchronously. */
    List<String> decided(TaskId task) {
        return all().stream()
                .filter(row -> row.contains(task.toString()))
                .filter(row -> Stream.of("work ", "workflow ", "task_stop ").noneMatch(row::startsWith))
                .toList();
    }

    /** Whether no workflow is left to start or to stop. */
    public boolean haveNoOpenDelivery() {
        return texts("select key from work where lane = 'DELIVERY'").isEmpty();
    }

    /** Returns the first column of the result, as text. */
    public synchronized List<String> texts(String sql, String... parameters) {
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            ResultSet result = statement.executeQuery();
            List<String> found = new ArrayList<>();
            while (result.next()) {
                found.add(result.getString(1));
            }
            return found;
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** Executes a statement that no server would. */
    public synchronized void execute(String sql) {
        try (Statement statement = connection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** Terminates all other connections to the database and refuses new ones. */
    void refuseConnections() {
        allowConnections(false);
        texts("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
    }

    /** Accepts connections again. */
    void acceptConnections() {
        allowConnections(true);
    }

    /** Connects to another database of the same PostgreSQL, because a database cannot be closed from within. */
    private void allowConnections(boolean allowed) {
        String name = texts("select current_database()").getFirst();
        String another = database.url().replaceFirst("/" + name + "$", "/template1");
        try (Connection outside = DriverManager.getConnection(another, database.user(), database.password());
                Statement statement = outside.createStatement()) {
            statement.execute("alter database %s with allow_connections %s".formatted(name, allowed));
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(text, notJson);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private Connection connection() throws SQLException {
        if (connection == null || !connection.isValid(1)) {
            connection = DriverManager.getConnection(inSchema(database.url()), database.user(), database.password());
        }
        return connection;
    }
}
