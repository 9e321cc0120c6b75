package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nico-tasks site …}, and how the start of a server treats what is stored. */
final class SiteCommandTest {

    private static final String EAST = "660e8400-e29b-41d4-a716-446655440000";
    private static final String WEST = "660e8400-e29b-41d4-a716-446655440001";
    private static final String ACME = "550e8400-e29b-41d4-a716-446655440000";
    private static final String OTHER = "550e8400-e29b-41d4-a716-446655440001";
    private static final SiteId SITE = new SiteId(UUID.fromString(EAST));

    @TempDir
    private Path temporary;

    private final PersistenceModule.Settings database = TestDatabases.create();
    private final PersistenceModule persistence = PersistenceModule.open(database);
    private final DatabaseRows rows = new DatabaseRows(database);

    @AfterEach
    void close() {
        rows.close();
        persistence.close();
    }

    @Test
    void a_site_is_added_updated_and_listed() {
        assertThat(addEast()).isEqualTo(answered("Site " + EAST + " was added."));
        assertThat(run("add", EAST, "--org", "acme", "--no-flow", "--task-queue", "racks", "--target", "east:7233"))
                .isEqualTo(answered("Site " + EAST + " was updated."));

        assertThat(run("list").output().lines())
                .containsExactly(
                        "ID\tNAME\tPROVIDER\tFLOW\tRETIRED\tENGINE\tNAMESPACE\tTASK QUEUE",
                        String.join("\t", EAST, "East", ACME, "no", "", "east:7233", "default", "racks"));
        assertThat(rows.texts("select action from audit order by id")).containsExactly("ADD_SITE", "ADD_SITE");
    }

    @Test
    void a_site_is_retired_and_restored_and_the_audit_trail_names_the_user() {
        addEast();

        assertThat(run("retire", EAST))
                .isEqualTo(answered("Site " + EAST + " is retired and accepts no further tasks."));
        assertThat(run("retire", EAST)).isEqualTo(answered("Site " + EAST + " was retired before."));
        assertThat(run("list").output().lines().toList().getLast().split("\t", -1)[4])
                .startsWith("20");
        assertThat(run("restore", EAST)).isEqualTo(answered("Site " + EAST + " accepts tasks again."));
        assertThat(run("restore", EAST)).isEqualTo(answered("Site " + EAST + " is not retired."));

        assertThat(rows.texts("select concat_ws(' ', action, subject, org, site_id, denial) from audit order by id"))
                .containsExactlyElementsOf(Stream.of("ADD_SITE", "RETIRE_SITE", "RESTORE_SITE")
                        .map(action -> action + " command-line/" + System.getProperty("user.name") + " " + EAST)
                        .toList());
    }

    @Test
    void a_site_with_open_tasks_is_retired_only_by_force() {
        addEast();
        insertTask();

        assertThat(run("retire", EAST))
                .isEqualTo(refused("The site " + EAST + " has open tasks (1): cancel them first, or add --force."));
        assertThat(persistence.sites().site(SITE).orElseThrow().retiredAt()).isNull();
        assertThat(run("retire", EAST, "--force").exitCode()).isZero();
        assertThat(persistence.sites().site(SITE).orElseThrow().retiredAt()).isNotNull();
    }

    @Test
    void what_is_unknown_is_named() {
        assertThat(run("retire", WEST)).isEqualTo(refused("There is no site " + WEST + " in the database."));
        assertThat(run("add", EAST, "--org", "acme", "--target", "east:7233"))
                .isEqualTo(refused("The org acme is not in the database: name its provider by the option --provider."));
        assertThat(run("add", EAST, "--org", "acme", "--provider", ACME))
                .isEqualTo(refused("The site needs the option --target, or the setting temporal.target."));
        assertThat(run("add", EAST, "--org", "acme", "--provider", ACME, "--target", "east"))
                .isEqualTo(refused("The option --target must be host:port."));
        assertThat(rows.texts("select action from audit")).isEmpty();
    }

    @Test
    void neither_a_command_nor_a_file_moves_a_site_or_an_org_to_another_provider() throws IOException {
        addEast();
        String siteMoved = "The site " + EAST + " belongs to the provider " + ACME
                + " in the database and cannot change to " + OTHER + ".";
        String orgMoved =
                "The org acme belongs to the provider " + ACME + " in the database and cannot change to " + OTHER + ".";

        assertThat(run("add", EAST, "--org", "umbrella", "--provider", OTHER, "--target", "east:7233"))
                .isEqualTo(refused(siteMoved));
        assertThat(run("add", WEST, "--org", "acme", "--provider", OTHER, "--target", "east:7233"))
                .isEqualTo(refused(orgMoved));
        assertThat(serve("umbrella", OTHER, EAST)).isEqualTo(refused(siteMoved));
        assertThat(serve("acme", OTHER, WEST)).isEqualTo(refused(orgMoved));

        assertThat(persistence.storedSites()).hasSize(1);
        assertThat(persistence.sites().site(SITE))
                .contains(new Site(SITE, new ProviderId(UUID.fromString(ACME)), "East", true, null));
        assertThat(persistence.sites().providerOf(new OrgName("umbrella"))).isEmpty();
        assertThat(rows.texts("select action from audit")).containsExactly("ADD_SITE");
    }

    @Test
    void the_database_settings_may_come_from_a_file() throws IOException {
        Path file = Files.writeString(temporary.resolve("nico-tasks.yaml"), """
                database: {url: "%s", user: %s, password: "%s"}
                """.formatted(
                        database.url(), database.user(), database.password()));

        assertThat(CommandLineRun.of("site", "list", "--config", file.toString())
                        .exitCode())
                .isZero();
        assertThat(CommandLineRun.of("site", "--config", file.toString(), "list")
                        .exitCode())
                .isZero();
        assertThat(CommandLineRun.of("site", "list")).isEqualTo(refused("The command needs the setting database.url."));
    }

    private CommandLineRun addEast() {
        return run("add", EAST, "--org", "acme", "--provider", ACME, "--name", "East", "--target", "east:7233");
    }

    private CommandLineRun run(String... arguments) {
        return CommandLineRun.in(
                environment(),
                Stream.concat(Stream.of("site"), Stream.of(arguments)).toArray(String[]::new));
    }

    private CommandLineRun serve(String org, String provider, String site) throws IOException {
        Path file = Files.writeString(temporary.resolve("nico-tasks.yaml"), """
                development: {enabled: true}
                organizations: [{org: %s, provider: %s, sites: [{id: %s}]}]
                """.formatted(org, provider, site));
        return CommandLineRun.in(environment(), "serve", "--ephemeral", "--port", "0", "--config", file.toString());
    }

    private Map<String, String> environment() {
        return Map.of(
                "NICO_TASKS_DATABASE_URL", database.url(),
                "NICO_TASKS_DATABASE_USER", database.user(),
                "NICO_TASKS_DATABASE_PASSWORD", database.password());
    }

    private void insertTask() {
        Ports ports = LibraryHarness.ports(persistence);
        TaskScope scope = ports.access().forSystem(SITE).orElseThrow();
        Task task = Task.submitted(
                new TaskId(UUID.randomUUID()),
                RunningServer.request(SITE, Operation.POWER_ON),
                Instant.parse("2026-06-01T12:00:00Z"));
        DirectWrites.to(ports.storage()).insertTask(scope, task, ChangeCause.of(Actor.system("test")));
    }

    private static CommandLineRun answered(String sentence) {
        return new CommandLineRun(0, sentence + System.lineSeparator(), "");
    }

    private static CommandLineRun refused(String sentence) {
        return new CommandLineRun(1, "", sentence + System.lineSeparator());
    }
}
