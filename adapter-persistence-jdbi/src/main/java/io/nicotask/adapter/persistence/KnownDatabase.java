package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import java.util.UUID;

/**
 * The database as the start has met it. Every later connection must lead to it: the address may have come to mean another
 * server.
 *
 * @param schema the schema of the tables
 * @param id the random id that its first migration has given it
 * @param connectionLimit how many connections its user may open
 */
record KnownDatabase(SchemaName schema, UUID id, int connectionLimit) {

    /** Returns SQL that sets a new session up, overriding the configuration of server, database and user. */
    String sessionSql(Limits limits) {
        return SessionLimits.ofSession(limits) + "set nico_tasks.session = 'set up';" + verifySql();
    }

    /**
     * Returns SQL that fails unless the session is still set up, leads to this database, and may write. Without the table
     * it fails, too.
     */
    String verifySql() {
        return schema.qualify("""
                do $$ begin
                    if current_setting('nico_tasks.session', true) is distinct from 'set up' then
                        raise exception 'A pooler has given the server another session' using errcode = '08003';
                    elsif pg_is_in_recovery() or current_setting('transaction_read_only')::boolean then
                        raise exception 'The database is a standby, or read-only by its settings'
                            using errcode = '25006';
                    elsif not exists (select from nico.database_identity where id = '%s') then
                        raise exception 'This is not the database in which the server has its tables'
                            using errcode = '3D000';
                    end if;
                end $$
                """.formatted(id));
    }
}
