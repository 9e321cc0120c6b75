package io.nicotask.adapter.persistence;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The schema of a database as text, read from the catalogs in a fixed order. */
final class SchemaDump {

    private static final String TABLES = """
            select format('table %s%s', c.relname, coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', ''))
                || coalesce(chr(10) || '  comment ' || obj_description(c.oid, 'pg_class'), '')
                || coalesce(chr(10) || (
                    select string_agg(format('  %s %s%s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                            case when a.attnotnull then ' not null' end,
                            ' default ' || pg_get_expr(d.adbin, d.adrelid),
                            case a.attidentity when 'a' then ' identity always' when 'd' then ' identity by default' end,
                            ' comment ' || col_description(c.oid, a.attnum)), chr(10) order by a.attnum)
                    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '')
                || coalesce(chr(10) || (
                    select string_agg(format('  constraint %s %s', conname, pg_get_constraintdef(oid)), chr(10)
                            order by conname collate "C")
                    from pg_constraint where conrelid = c.oid and contype <> 'n'), '')
                || coalesce(chr(10) || (
                    select string_agg('  ' || pg_get_indexdef(indexrelid), chr(10)
                            order by pg_get_indexdef(indexrelid) collate "C")
                    from pg_index where indrelid = c.oid), '')
                || coalesce(chr(10) || (
                    select string_agg('  ' || pg_get_triggerdef(oid), chr(10) order by tgname collate "C")
                    from pg_trigger where tgrelid = c.oid and not tgisinternal), '')
            from pg_class c where c.relnamespace = cast('nico_tasks' as regnamespace) and c.relkind in ('r', 'p', 'v', 'm')
            and c.relname <> 'schema_history' order by c.relname collate "C"
            """;

    private static final String SEQUENCES = """
            select format('sequence %s %s from %s by %s', sequencename, data_type, start_value, increment_by)
            from pg_sequences where schemaname = 'nico_tasks' order by sequencename collate "C"
            """;

    private static final String FUNCTIONS = """
            select rtrim(pg_get_functiondef(oid), chr(10)) from pg_proc
            where pronamespace = cast('nico_tasks' as regnamespace) and prokind in ('f', 'p') order by proname collate "C"
            """;

    private SchemaDump() {}

    static String of(Handle handle) {
        return List.of(TABLES, SEQUENCES, FUNCTIONS).stream()
                .flatMap(query -> handle.createQuery(query).mapTo(String.class).list().stream())
                .collect(joining("\n\n", "", "\n"));
    }
}
