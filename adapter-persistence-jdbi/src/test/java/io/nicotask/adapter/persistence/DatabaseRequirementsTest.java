package io.nicotask.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A start that would break an assumption of the server ends with a sentence, and changes nothing. */
final class DatabaseRequirementsTest {

    private final Settings owner = PostgresTestServer.emptyDatabase();
    private final String name = PostgresTestServer.nameOf(owner);
    private final String user = "user_of_" + name;
    private final Settings settings =
            new Settings(owner.url().replaceFirst("user=\\w+", "user=" + user), user, "", owner.limits());
    private final Jdbi outside = PostgresTestServer.maintenance();

    DatabaseRequirementsTest() {
        outside("create role " + user + " login");
        outside("alter database " + name + " owner to " + user);
    }

    @Test
    void a_user_who_may_open_too_few_connections() {
        outside("alter role " + user + " connection limit 8");

        assertRefused("The database allows its user 8 connections; the server needs 10");
    }

    @Test
    void a_database_that_allows_too_few_connections_for_both_pools() {
        outside("alter database " + name + " connection limit 12");
        try (PersistenceModule module = PersistenceModule.open(settings)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> module.withSeparatePool(4))
                    .withMessage("The database allows its user 12 connections; the server needs 14");
        }
    }

    @Test
    void a_user_without_the_right_to_create_tables() {
        outside("alter database " + name + " owner to postgres");

        assertRefused("There is no schema nico_tasks, and the database user may not create it");
        assertThat(tables()).isZero();
    }

    @Test
    void a_user_without_the_rights_that_a_cancel_needs() {
        PersistenceModule.open(owner).close();

        assertRefused("The database refuses the server: ERROR: permission denied for schema nico_tasks");
    }

    @Test
    void a_database_that_is_read_only() {
        outside("alter database " + name + " set default_transaction_read_only = on");

        assertRefused("The database accepts no writes: it is a standby, or read-only by its settings");
        assertThat(tables()).isZero();
    }

    @Test
    void a_user_who_may_not_log_in() {
        outside("alter role " + user + " nologin");

        assertRefused("The database refuses the server: FATAL: role \"" + user + "\" is not permitted to log in");
    }

    @Test
    void a_database_that_does_not_exist() {
        outside("drop database " + name);

        assertRefused("The database refuses the server: FATAL: database \"" + name + "\" does not exist");
    }

    @Test
    void a_disk_that_is_full() {
        PersistenceModule.open(settings).close();
        inside("""
                create function break() returns trigger language plpgsql as $$
                begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
                create trigger break before insert on write_probe execute function break()
                """);

        assertRefused("The database accepts no writes: ERROR: could not extend file");
    }

    private void assertRefused(String sentence) {
        assertThatIllegalStateException()
                .isThrownBy(() -> PersistenceModule.open(settings))
                .withMessage(sentence);
    }

    private void outside(String sql) {
        outside.useHandle(handle -> handle.execute(sql));
    }

    private void inside(String sql) {
        PostgresTestServer.jdbi(owner).useHandle(handle -> handle.execute(sql));
    }

    private long tables() {
        return PostgresTestServer.jdbi(owner)
                .withHandle(
                        handle -> handle.createQuery("select count(*) from pg_tables where schemaname = 'nico_tasks'")
                                .mapTo(Long.class)
                                .one());
    }
}
