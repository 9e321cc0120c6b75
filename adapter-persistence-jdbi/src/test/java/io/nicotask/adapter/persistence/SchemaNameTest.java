package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.RACK;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.task.Task;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every statement names the schema, so that no session setting decides whose tables it uses. */
final class SchemaNameTest {

    private final Settings database = PostgresTestServer.emptyDatabase();

    @ParameterizedTest
    @ValueSource(strings = {"''", "second", "nowhere", "pg_catalog"})
    void storages_in_two_schemas_of_one_database_do_not_see_each_other(String searchPath) {
        PostgresTestServer.jdbi(database)
                .useHandle(handle -> handle.execute(
                        "alter database " + PostgresTestServer.nameOf(database) + " set search_path = " + searchPath));
        try (PersistenceModule first = PersistenceModule.open(in("first"));
                PersistenceModule second = PersistenceModule.open(in("second"))) {
            Task task = submit(first);

            assertThat(ports(first).tasks().find(SCOPE, task.id())).isPresent();
            assertThat(ports(second).tasks().find(SCOPE, task.id())).isEmpty();
            assertThat(submit(second)).isEqualTo(task);
            assertThat(second.isAlive()).isTrue();
        }
        assertThat(schemas()).containsExactly("first", "public", "second");
    }

    @Test
    void a_reserved_word_is_a_name_too() {
        try (PersistenceModule module = PersistenceModule.open(in("user"))) {
            assertThat(ports(module).tasks().find(SCOPE, submit(module).id())).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Nico",
                "1nico",
                "nico-tasks",
                "nico\"",
                "a234567890123456789012345678901234567890123456789012345678901234"
            })
    void another_name_is_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> in(name)).withMessageContaining("'" + name + "'");
    }

    @Test
    void only_the_prefix_of_a_name_is_replaced() {
        assertThat(new SchemaName("own").qualify("select nico.task.id, 'io.nicotask', nico_tasks.x from nico.task"))
                .isEqualTo("select \"own\".task.id, 'io.nicotask', nico_tasks.x from \"own\".task");
    }

    private Settings in(String schema) {
        return new Settings(
                database.url(),
                database.user(),
                database.password(),
                schema,
                database.limits(),
                database.attentionAfter());
    }

    private static Task submit(PersistenceModule module) {
        module.upsertOrganizations(List.of(new Organization(ORG, PROVIDER, List.of(new OrganizationSite(SITE, true)))));
        Task task = aPendingTask().build();
        ChangeCause cause = new ChangeCause(new Actor("user:ada"), null, "request-1");
        return ports(module)
                .storage()
                .decideOnRack(
                        SCOPE,
                        RACK,
                        rack -> Decision.of(
                                task, new TaskSubmitted(task, cause), new RackGranted(task, Delivery.AT_ONCE)));
    }

    private static Ports ports(PersistenceModule module) {
        return module.ports(
                new ProviderAdminPolicy(module.sites()), RackConflicts.SHARED_COMPONENTS, () -> Instant.EPOCH);
    }

    private List<String> schemas() {
        return PostgresTestServer.jdbi(database)
                .withHandle(handle -> handle.createQuery(
                                "select schema_name from information_schema.schemata where schema_name !~ '^(pg_|inf)'"
                                        + " order by 1")
                        .mapTo(String.class)
                        .list());
    }
}
