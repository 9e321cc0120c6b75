package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.application.contract.StoreContract.RACK;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.port.Change.RackCheckScheduled;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.faults.Fault;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The server behind the address of a running module is no longer as it was: every call fails as unavailable and not as
 * a defect, nothing is created in a strange database, and the module recovers by itself when the server is as before.
 */
final class ChangedDatabaseTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Limits LIMITS = new Limits(3, Duration.ofSeconds(2), LONG, LONG, LONG);

    /** The JDBC driver prepares a statement on the server when it has been executed this often on a connection. */
    private static final int UNTIL_PREPARED = 6;

    /** The pool does not verify a connection that was in use within the last half second. */
    private static final Duration LONGER_THAN_IN_USE = Duration.ofMillis(700);

    private final Settings settings = PostgresTestServer.withLimits(PostgresTestServer.emptyDatabase(), LIMITS);
    private final String name = PostgresTestServer.nameOf(settings);
    private final Jdbi outside = PostgresTestServer.maintenance();
    private final Jdbi inside = PostgresTestServer.jdbi(settings);
    private final String user = "user_of_" + name;
    private final PersistenceModule module = openAsUser();

    @AfterEach
    void close() {
        module.close();
    }

    @Test
    void sessions_that_are_read_only_leave_the_pool() {
        outside("alter database " + name + " set default_transaction_read_only = on");
        endSessions();
        assertUnavailable();

        outside("alter database " + name + " reset default_transaction_read_only");

        assertRecovers();
        FiredFaults.count(Fault.DATABASE_READ_ONLY, Layer.PARTS, 1);
    }

    @Test
    void a_server_that_becomes_read_only_under_its_sessions_is_not_alive() {
        assertRecovers();
        outside("alter role " + user + " set default_transaction_read_only = on");
        endSessions();

        await().until(() -> !module.isAlive());
        assertUnavailable();

        outside("alter role " + user + " reset default_transaction_read_only");
        assertRecovers();
        FiredFaults.count(Fault.DATABASE_READ_ONLY, Layer.PARTS, 1);
    }

    @Test
    void a_prepared_statement_whose_result_has_changed_leaves_with_its_connection() {
        for (int i = 0; i < UNTIL_PREPARED * LIMITS.connections(); i++) {
            decide();
        }
        inside.useHandle(handle -> handle.execute("alter table rack alter column fencing_token type numeric"));

        assertThatCode(() -> await().until(() -> {
                    try {
                        decide();
                        return true;
                    } catch (StoreUnavailable changed) {
                        return false;
                    }
                }))
                .doesNotThrowAnyException();
        FiredFaults.count(Fault.DATABASE_SESSION_CHANGED, Layer.PARTS, 1);
    }

    /** As behind a pooler that gives the connection another session. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "discard all",
                "reset nico_tasks.session; set statement_timeout = 0",
                // The driver does not see it, and executes a statement that does not exist.
                "do $$ begin execute 'deallocate all'; end $$"
            })
    void a_session_that_has_lost_its_settings_or_statements_leaves_the_pool(String loss) {
        try (ConnectionPool pool = ConnectionPool.open(settings, SchemaMigrator.migrate(settings))) {
            JdbiTransactions transactions = new JdbiTransactions(PostgresTestServer.qualified(Jdbi.create(pool)));
            for (int i = 0; i < UNTIL_PREPARED; i++) {
                assertThat(timeout(transactions)).isEqualTo("5min");
            }
            transactions.read(handle -> handle.execute(loss));

            await().pollInterval(LONGER_THAN_IN_USE)
                    .ignoreExceptionsInstanceOf(StoreUnavailable.class)
                    .until(() -> timeout(transactions).equals("5min"));
            assertThat(timeout(transactions)).isEqualTo("5min");
        }
        FiredFaults.count(Fault.DATABASE_SESSION_CHANGED, Layer.PARTS, 1);
    }

    /** Reads it in a transaction, in which the driver cannot prepare the statement again. */
    private static String timeout(JdbiTransactions transactions) {
        return transactions.write(handle -> {
            handle.execute("select 1");
            return handle.createQuery("select current_setting('statement_timeout')")
                    .mapTo(String.class)
                    .one();
        });
    }

    @Test
    void tables_that_are_gone_are_not_created_again() {
        inside.useHandle(handle -> handle.execute("drop schema nico_tasks cascade"));

        assertUnavailable();
        await().until(() -> !module.isAlive());
        assertThat(tables()).isZero();
        FiredFaults.count(Fault.DATABASE_REPLACED, Layer.PARTS, 1);
    }

    @Test
    void a_database_that_was_dropped_and_created_again_is_not_filled() {
        outside("drop database " + name + " with (force)");
        assertUnavailable();
        outside("create database " + name);

        assertUnavailable();
        assertThat(module.isAlive()).isFalse();
        assertThat(tables()).isZero();
        FiredFaults.count(Fault.DATABASE_REPLACED, Layer.PARTS, 1);
    }

    @Test
    void a_database_that_holds_the_tables_of_another_installation_is_not_used() {
        inside.useHandle(handle -> handle.execute("drop schema nico_tasks cascade"));
        PersistenceModule.open(settings).close();
        inside.useHandle(handle -> handle.execute("grant usage on schema nico_tasks to " + user
                + "; grant all on all tables in schema nico_tasks to " + user));
        endSessions();

        assertUnavailable();
        assertThat(module.isAlive()).isFalse();
        assertUnavailable();
        FiredFaults.count(Fault.DATABASE_REPLACED, Layer.PARTS, 1);
    }

    @Test
    void the_search_path_of_the_user_does_not_matter() {
        inside.useHandle(handle -> handle.execute("create schema elsewhere"));
        outside("alter role " + user + " set search_path = elsewhere");
        endSessions();

        assertRecovers();
    }

    @Test
    void a_user_who_may_no_longer_log_in_makes_the_store_unavailable_until_he_may() {
        outside("alter role " + user + " nologin");
        endSessions();
        assertUnavailable();
        assertThat(module.isAlive()).isFalse();

        outside("alter role " + user + " login");
        assertRecovers();
        FiredFaults.count(Fault.DATABASE_DENYING, Layer.PARTS, 1);
    }

    @Test
    void rights_that_were_revoked_make_the_store_unavailable() {
        inside.useHandle(handle -> handle.execute("revoke insert on work from " + user));
        assertUnavailable();

        inside.useHandle(handle -> handle.execute("grant insert on work to " + user));
        assertRecovers();
        FiredFaults.count(Fault.DATABASE_DENYING, Layer.PARTS, 1);
    }

    @Test
    void a_user_who_may_not_open_the_whole_pool_is_found() {
        await().until(module::isAlive);
        outside("alter role " + user + " connection limit 1");
        endSessions();

        await().until(() -> !module.isAlive());

        outside("alter role " + user + " connection limit -1");
        assertRecovers();
        FiredFaults.count(Fault.DATABASE_DENYING, Layer.PARTS, 1);
    }

    @Test
    void writes_that_fail_make_the_module_not_alive() {
        assertRecovers();
        inside.useHandle(handle -> handle.execute("""
                create function break() returns trigger language plpgsql as $$
                begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
                create trigger break before insert on work execute function break();
                create trigger break before insert on write_probe execute function break();
                """));

        assertUnavailable();
        assertThat(module.isAlive()).isFalse();
        assertThat(module.isAlive()).isFalse();

        inside.useHandle(handle -> handle.execute("drop trigger break on work; drop trigger break on write_probe"));
        assertRecovers();
        FiredFaults.count(Fault.DATABASE_FULL, Layer.PARTS, 1);
    }

    private PersistenceModule openAsUser() {
        try (PersistenceModule owner = PersistenceModule.open(settings)) {
            owner.upsertOrganizations(List.of(new Organization(
                    new OrgName("acme"), SCOPE.provider(), List.of(new OrganizationSite(SCOPE.site(), true)))));
        }
        outside("create role " + user + " login password 'geheim'");
        inside.useHandle(handle -> handle.execute("""
                grant usage on schema nico_tasks to %1$s;
                grant all on all tables in schema nico_tasks to %1$s;
                grant all on all sequences in schema nico_tasks to %1$s
                """.formatted(user)));
        return PersistenceModule.open(
                new Settings(settings.url().replaceFirst("user=\\w+", "user=" + user), user, "geheim", LIMITS));
    }

    private void outside(String sql) {
        outside.useHandle(handle -> handle.execute(sql));
    }

    /** As a restart of the server does. */
    private void endSessions() {
        outside.useHandle(handle -> handle.execute(
                "select pg_terminate_backend(pid, 10000) from pg_stat_activity where usename = ?", user));
    }

    private void assertUnavailable() {
        assertThatThrownBy(this::decide).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(this::decide).isInstanceOf(StoreUnavailable.class);
    }

    private void assertRecovers() {
        await().ignoreExceptionsInstanceOf(StoreUnavailable.class).until(() -> {
            decide();
            return module.isAlive();
        });
        for (int i = 0; i < 2 * LIMITS.connections(); i++) {
            decide();
        }
    }

    private void decide() {
        Ports ports = module.ports(
                new ProviderAdminPolicy(module.sites()), RackConflicts.SHARED_COMPONENTS, InstantSource.system());
        ports.storage()
                .decideOnRack(SCOPE, RACK, rack -> Decision.of(rack, new RackCheckScheduled(RACK, Duration.ZERO)));
        assertThat(ports.tasks().find(SCOPE, aPendingTask().build().id())).isEmpty();
    }

    private long tables() {
        return inside.withHandle(
                handle -> handle.createQuery("select count(*) from pg_tables where schemaname = 'nico_tasks'")
                        .mapTo(Long.class)
                        .one());
    }
}
