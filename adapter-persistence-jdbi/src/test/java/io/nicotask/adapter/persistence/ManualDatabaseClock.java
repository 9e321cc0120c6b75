package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/**
 * Replaces the clock of a database, so that leases and due times do not depend on the speed of the machine. Each
 * reading is one microsecond later than the one before. Works because PostgreSQL searches {@code pg_catalog} first only
 * if the search path does not name it. The path names no schema with tables.
 */
final class ManualDatabaseClock {

    private static final String INSTALL = """
            create schema manual_clock;
            create table manual_clock.base (instant timestamptz not null);
            insert into manual_clock.base values (now());
            create sequence manual_clock.readings;
            create function manual_clock.clock_timestamp() returns timestamptz language sql stable as $$
                select instant + nextval('manual_clock.readings') * interval '1 microsecond' from manual_clock.base $$;
            create function manual_clock.statement_timestamp() returns timestamptz language sql stable as
                'select manual_clock.clock_timestamp()';
            create function manual_clock.now() returns timestamptz language sql stable as
                'select manual_clock.clock_timestamp()';
            do $$ begin
                execute format('alter database %I set search_path = manual_clock, pg_catalog', current_database());
            end $$;
            """;

    private ManualDatabaseClock() {}

    /** Installs the clock, and returns the database. */
    static Settings install(Settings database) {
        PostgresTestServer.jdbi(database).useHandle(handle -> handle.execute(INSTALL));
        return database;
    }

    static void advance(Jdbi database, Duration time) {
        database.useHandle(handle -> handle.createUpdate(
                        "update manual_clock.base set instant = instant + make_interval(secs => :secs)")
                .bind("secs", Columns.seconds(time))
                .execute());
    }
}
