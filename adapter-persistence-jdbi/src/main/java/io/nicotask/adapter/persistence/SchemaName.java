package io.nicotask.adapter.persistence;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * The schema that holds all tables of a storage. Every statement names it, so that nothing depends on the
 * {@code search_path} of a session: in SQL constants it is written as {@code nico.}, which is replaced here.
 *
 * @param value the name
 */
record SchemaName(String value) {

    private static final Pattern VALID = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final Pattern PREFIX = Pattern.compile("\\bnico\\.");

    SchemaName {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("The name of a schema must match " + VALID + ", but is '" + value + "'");
        }
    }

    /** Returns the name as an identifier of SQL, also when SQL reserves it. */
    String quoted() {
        return '"' + value + '"';
    }

    /** Replaces the prefix in a statement by the schema. */
    String qualify(String sql) {
        return PREFIX.matcher(sql).replaceAll(quoted() + ".");
    }

    /** Qualifies every statement that runs on handles of this Jdbi; each is parsed once. Returns the Jdbi. */
    Jdbi qualifyAll(Jdbi jdbi) {
        TemplateEngine.Parsing engine = (sql, config) -> {
            String qualified = qualify(sql);
            return Optional.of(context -> qualified);
        };
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(engine);
        return jdbi;
    }
}
