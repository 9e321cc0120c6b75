package io.nicotask.adapter.persistence;

/**
 * Who migrates the schema of a storage, and what is checked when it is opened.
 *
 * <p>The migrations are SQL files on the class path in {@code io/nicotask/adapter/persistence/migration}, with Flyway's
 * names: {@code V1__baseline.sql} and so on. A host may run them with a tool of its own: every name in them begins with
 * the placeholder <code>${schema}</code>, for the quoted name of a schema that exists. The numbers are those of the
 * schema's own history, and must not be mixed with the host's migrations.
 */
public enum Migrations {

    /**
     * Opening migrates, and keeps the history in the table {@code schema_history} of the schema, which is created if it is
     * absent and the user may create it. A host's own history, wherever it is, is neither read nor written. Processes that
     * open at the same time wait for each other. Takes up to three connections at once.
     */
    OWN_HISTORY,

    /** Opening refuses a schema whose {@code schema_history} is not exactly that of this version. */
    VALIDATE_ONLY,

    /** Opening checks that the tables exist, and nothing else: the host has migrated by a tool of its own. */
    NONE
}
