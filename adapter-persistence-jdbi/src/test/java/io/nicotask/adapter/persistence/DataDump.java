package io.nicotask.adapter.persistence;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Dumps the rows of a database as SQL that writes them into another database with the same schema. */
final class DataDump {

    /** Excludes the tables whose rows the migrations insert. */
    private static final String TABLES = """
            select relname from pg_class
            where relnamespace = cast('nico_tasks' as regnamespace) and relkind = 'r'
              and relname not in ('schema_history', 'task_transition', 'database_identity', 'write_probe')
            order by relname collate "C"
            """;

    private static final String COLUMNS = """
            select attname from pg_attribute
            where attrelid = cast(:table as regclass) and attnum > 0 and not attisdropped order by attnum
            """;

    private static final String SEQUENCES = """
            select format('select setval(%L, %s);', sequencename, last_value) from pg_sequences
            where schemaname = 'nico_tasks' and last_value is not null order by sequencename collate "C"
            """;

    private DataDump() {}

    /** The SQL replaces existing rows, and disables triggers and foreign keys while it runs. */
    static String of(Handle handle) {
        List<String> tables = handle.createQuery(TABLES).mapTo(String.class).list();
        return Stream.of(
                        Stream.of("set session_replication_role = replica;"),
                        tables.stream().map(table -> "delete from " + table + ";"),
                        tables.stream().flatMap(table -> rows(handle, table).stream()),
                        handle.createQuery(SEQUENCES).mapTo(String.class).list().stream(),
                        Stream.of("set session_replication_role = origin;"))
                .flatMap(lines -> lines)
                .collect(joining("\n", "", "\n"));
    }

    private static List<String> rows(Handle handle, String table) {
        List<String> columns = handle.createQuery(COLUMNS)
                .bind("table", table)
                .mapTo(String.class)
                .list();
        String values = columns.stream()
                .map(column -> "quote_nullable(cast(" + column + " as text))")
                .collect(joining(", "));
        String insert =
                "insert into " + table + " (" + String.join(", ", columns) + ") overriding system value values (";
        return handle.createQuery("select line from (select :insert || concat_ws(', ', " + values
                        + ") || ');' as line from " + table + ") lines order by line collate \"C\"")
                .bind("insert", insert)
                .mapTo(String.class)
                .list();
    }
}
