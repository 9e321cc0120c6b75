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
import org.jspecify.annotations.Nullable;

/** What a server's database holds, read past the server. */
public final class DatabaseRows implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** But for what is counted for lists, which is written some time after what it counts. */
    private static final String TABLES = """
            select table_name from information_schema.tables
            where table_schema = 'public' and table_type = 'BASE TABLE'
            and table_name not like 'flyway%' and table_name not in ('task_tally', 'task_list', 'task_stretch')
            """;

    private final PersistenceModule.Settings database;
    private @Nullable Connection connection;

    public DatabaseRows(PersistenceModule.Settings database) {
        this.database = database;
    }

    /** Every row of every table: the table's name and the row as JSON, in an order that depends on nothing else. */
    List<String> all() {
        return texts(texts(TABLES).stream()
                .map("select '%1$s ' || to_jsonb(t)::text from %1$s t"::formatted)
                .collect(Collectors.joining(" union all ", "", " order by 1")));
    }

    /** The rows that are there now and were not before, given that all of those are still there. */
    List<String> addedTo(List<String> before) {
        List<String> added = new ArrayList<>(all());
        for (String row : before) {
            if (!added.remove(row)) {
                throw new AssertionError("This row has been changed or deleted: " + row);
            }
        }
        return added;
    }

    /** The row of a task. */
    JsonNode task(TaskId task) {
        return json(texts("select to_jsonb(t) from task t where id = ?::uuid", task.toString())
                .getFirst());
    }

    /** What another table has of a task, each row as JSON. */
    List<JsonNode> of(String table, TaskId task) {
        return texts(
                        "select to_jsonb(t) from %s t where task_id = ?::uuid order by 1".formatted(table),
                        task.toString())
                .stream()
                .map(DatabaseRows::json)
                .toList();
    }

    /** All that there is of a task, but for the engine's affairs, which go on beside it. */
    List<String> decided(TaskId task) {
        return all().stream()
                .filter(row -> row.contains(task.toString()) && !row.startsWith("workflow_"))
                .toList();
    }

    /** Whether everything has come to rest that the engine was asked for. */
    public boolean haveNoOpenRequest() {
        return texts("select task_id from workflow_request where done_at is null")
                .isEmpty();
    }

    /** The first column of what the query finds, as text. */
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

    /** Changes the database itself, as no server does. */
    synchronized void execute(String sql) {
        try (Statement statement = connection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** Cuts all others off from the database, and lets nobody in. */
    void keepOthersOut() {
        allowConnections(false);
        texts("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
    }

    /** Lets everybody in. */
    void letOthersIn() {
        allowConnections(true);
    }

    /** From another database of the same PostgreSQL, as no database may be closed from within. */
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
            connection = DriverManager.getConnection(database.url(), database.user(), database.password());
        }
        return connection;
    }
}
