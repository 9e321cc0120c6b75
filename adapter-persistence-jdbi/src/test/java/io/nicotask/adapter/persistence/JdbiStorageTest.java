package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.RACK;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.port.Change.RackCheckScheduled;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A storage in the database of a host, which has tables, a history of migrations and a pool of its own. */
final class JdbiStorageTest {

    private static final String SCHEMA = "own";

    private final Settings database = PostgresTestServer.emptyDatabase();
    private final Jdbi outside = PostgresTestServer.jdbi(database);
    private final HikariDataSource host = HostDatabase.pool(database);

    JdbiStorageTest() {
        outside.useHandle(handle -> handle.execute("""
                create table public.task (id int);
                create table public.flyway_schema_history (installed_rank int, version text);
                insert into public.task values (1);
                insert into public.flyway_schema_history values (1, '1')
                """));
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void the_tables_of_the_host_and_its_history_stay_as_they_are() {
        JdbiStorage storage = builder().build();

        assertCanDecide(storage);
        assertThat(text("select string_agg(table_name, ' ' order by table_name) from information_schema.tables"
                        + " where table_schema = 'public'"))
                .isEqualTo("flyway_schema_history task");
        assertThat(text("select count(*) || max(version) from public.flyway_schema_history"))
                .isEqualTo("11");
        assertThat(text("select max(version) from own.schema_history")).isEqualTo("1");
    }

    @Test
    void a_host_without_a_data_source_hands_over_its_jdbi() {
        assertCanDecide(JdbiStorage.on(Jdbi.create(database.url(), database.user(), database.password()))
                .schema(SCHEMA)
                .build());
    }

    @Test
    void a_migrated_schema_is_validated_without_a_change() {
        JdbiStorage migrated = builder().build();

        assertCanDecide(builder().migrations(Migrations.VALIDATE_ONLY).build());
        assertCanDecide(migrated);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop schema own cascade",
                "delete from own.schema_history where version = '1'",
                "update own.schema_history set checksum = checksum + 1 where version = '1'",
                "insert into own.schema_history select 2, '2', 'later', 'SQL', 'V2__later.sql', 7, 'ada', now(), 1, true"
            })
    void a_schema_that_is_not_exactly_that_of_this_version_is_not_valid(String change) {
        JdbiStorage unused = builder().build();
        outside.useHandle(handle -> handle.execute(change));

        assertRefused(Migrations.VALIDATE_ONLY, "The schema own is not that of this version; migrate it first");
    }

    @Test
    void a_host_may_run_the_migrations_with_a_tool_of_its_own() throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("create schema own");
            statement.execute(baseline().replace("${schema}", SCHEMA));
        }

        assertCanDecide(builder().migrations(Migrations.NONE).build());
    }

    @Test
    void tables_that_are_missing_are_noticed_in_every_mode() {
        JdbiStorage unused = builder().build();
        outside.useHandle(handle -> handle.execute("drop table own.write_probe"));

        assertRefused(Migrations.NONE, "The schema own has no table write_probe");
    }

    @Test
    void a_schema_with_the_tables_of_the_host_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> builder().schema("public").build())
                .withMessage("The schema public has other contents; name one that is empty or does not exist");
    }

    @Test
    void a_name_that_would_need_an_escape_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder().schema("Nico"));
    }

    @ParameterizedTest
    @EnumSource(Migrations.class)
    void the_connections_of_the_host_are_returned_as_they_were(Migrations migrations) throws SQLException {
        assertCanDecide(builder().build());
        host.getHikariPoolMXBean().softEvictConnections();

        assertCanDecide(builder().migrations(migrations).build());

        for (int i = 0; i < 2 * host.getMaximumPoolSize(); i++) {
            try (Connection connection = host.getConnection();
                    var settings = connection.createStatement().executeQuery("""
                            select concat_ws(' ', current_setting('transaction_isolation'),
                                current_setting('transaction_read_only'), current_setting('statement_timeout'),
                                current_setting('synchronous_commit'), current_setting('search_path'))""")) {
                assertThat(settings.next()).isTrue();
                assertThat(settings.getString(1)).isEqualTo("serializable on 0 off \"$user\", public");
                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(connection.isReadOnly()).isTrue();
            }
        }
    }

    /** A trigger reads the settings where the decision writes. */
    @ParameterizedTest
    @CsvSource({
        "transaction_isolation, read committed",
        "statement_timeout, 4s",
        "lock_timeout, 3s",
        "idle_in_transaction_session_timeout, 5s",
        "synchronous_commit, on",
        "jit, off"
    })
    void each_transaction_sets_its_limits_for_itself(String setting, String value) {
        Limits limits = new Limits(1, Duration.ZERO, seconds(4), seconds(3), seconds(5));
        JdbiStorage storage = builder().limits(limits).build();
        outside.useHandle(handle -> handle.execute("""
                create table public.seen (setting text);
                create function public.see() returns trigger language plpgsql as $$
                begin insert into public.seen values (current_setting('%s')); return new; end $$;
                create trigger see after insert on own.work for each row execute function public.see()
                """.formatted(setting)));

        assertCanDecide(storage);

        assertThat(text("select max(setting) from public.seen")).isEqualTo(value);
    }

    @Test
    void a_statement_that_waits_too_long_makes_the_store_unavailable() {
        JdbiStorage storage = builder()
                .limits(new Limits(1, Duration.ZERO, seconds(60), Duration.ofMillis(100), seconds(60)))
                .build();
        assertCanDecide(storage);

        outside.useTransaction(handle -> {
            handle.execute("lock table own.rack");

            assertThatThrownBy(() -> decide(ports(storage))).isInstanceOf(StoreUnavailable.class);
        });
    }

    @Test
    void a_connection_on_which_the_host_has_written_is_refused_and_its_transaction_stays() throws SQLException {
        try (Connection transaction = host.getConnection()) {
            transaction.rollback();
            transaction.setReadOnly(false);
            JdbiStorage storage = JdbiStorage.on(DataSources.of(
                            () -> DataSources.onClose(transaction, () -> {}), "a transaction-aware source"))
                    .schema(SCHEMA)
                    .build();
            transaction.createStatement().execute("insert into public.task values (2)");

            assertThatIllegalStateException()
                    .isThrownBy(() -> decide(ports(storage)))
                    .withMessage(
                            "The connection is in a transaction of its host; JdbiStorage.within(Connection) joins one");

            transaction.commit();
            assertThat(text("select count(*) from public.task")).isEqualTo("2");
        }
    }

    private static Duration seconds(int number) {
        return Duration.ofSeconds(number);
    }

    private JdbiStorage.Builder builder() {
        return JdbiStorage.on(host).schema(SCHEMA);
    }

    private void assertRefused(Migrations migrations, String sentence) {
        assertThatIllegalStateException()
                .isThrownBy(() -> builder().migrations(migrations).build())
                .withMessage(sentence);
    }

    private static void assertCanDecide(JdbiStorage storage) {
        storage.upsertOrganizations(
                List.of(new Organization(ORG, PROVIDER, List.of(new OrganizationSite(SITE, true)))));
        Ports ports = ports(storage);
        decide(ports);
        assertThat(ports.queue().claimDue(List.of(new Slots(Lane.UPKEEP, 1, 1, Map.of()))))
                .singleElement()
                .satisfies(item -> assertThat(ports.queue().complete(item)).isTrue());
        assertThat(storage.upkeep(1)).isEmpty();
    }

    private static void decide(Ports ports) {
        ports.storage()
                .decideOnRack(SCOPE, RACK, rack -> Decision.of(rack, new RackCheckScheduled(RACK, Duration.ZERO)));
    }

    private static Ports ports(JdbiStorage storage) {
        return storage.ports(
                new ProviderAdminPolicy(storage.sites()), RackConflicts.SHARED_COMPONENTS, () -> Instant.EPOCH);
    }

    private String text(String query) {
        return outside.withHandle(
                handle -> handle.createQuery(query).mapTo(String.class).one());
    }

    private static String baseline() {
        try (InputStream file = JdbiStorage.class.getResourceAsStream("migration/V1__baseline.sql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
