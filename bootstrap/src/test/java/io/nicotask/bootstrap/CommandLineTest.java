package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.bootstrap.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The output and exit codes of the commands, next to a running server. */
final class CommandLineTest {

    private static final String CURRENT_USER = "/v2/org/demo-org/nico/user/current";

    @TempDir
    private static Path data;

    private static RunningServer server;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void start() {
        server = new RunningServer(null, Map.of(Setting.DATA_DIR, data.toString(), Setting.DATA_EPHEMERAL, "false"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void an_unknown_flag_is_named() {
        CommandLineRun run = CommandLineRun.of("serve", "--prot=1");

        assertThat(run).isEqualTo(wrongUsage("Unknown option: '--prot=1'. See 'nico-tasks serve --help'."));
    }

    @Test
    void without_a_command_the_help_is_named() {
        CommandLineRun run = CommandLineRun.of();

        assertThat(run).isEqualTo(wrongUsage("Missing required subcommand. See 'nico-tasks --help'."));
    }

    @Test
    void a_bad_value_of_a_flag_stops_the_start() {
        assertThat(CommandLineRun.of("serve", "--port", "http"))
                .isEqualTo(refused("The setting http.port must be a whole number of at most 9 digits, but is 'http'"
                        + " (option --port)."));
    }

    @Test
    void an_unknown_variable_stops_the_start() {
        assertThat(CommandLineRun.in(Map.of("NICO_TASKS_HTTP_PROT", "1"), "serve"))
                .isEqualTo(refused("The environment variable NICO_TASKS_HTTP_PROT is not a setting."));
    }

    @Test
    void an_unknown_key_in_the_file_stops_the_start() throws IOException {
        Path file = Files.writeString(temporary.resolve("nico-tasks.yaml"), "http: {prot: 1}");

        assertThat(CommandLineRun.of("serve", "--config", file.toString()))
                .isEqualTo(refused("The setting http.prot is not known (" + file + ")."));
    }

    @Test
    void a_missing_file_stops_the_start() {
        Path nowhere = temporary.resolve("nowhere.yaml");

        assertThat(CommandLineRun.of("serve", "--config", nowhere.toString()))
                .isEqualTo(refused("The configuration file " + nowhere + " cannot be read."));
    }

    @Test
    void a_public_address_needs_issuers() {
        assertThat(CommandLineRun.of("serve", "--ephemeral", "--host", "0.0.0.0"))
                .isEqualTo(refused("No issuer of tokens is configured, and the development issuer is used only while"
                        + " database and Temporal are embedded and the address is loopback, or with"
                        + " development.enabled."));
    }

    @Test
    void an_external_temporal_of_a_site_needs_issuers_too() throws IOException {
        Path file = Files.writeString(temporary.resolve("nico-tasks.yaml"), """
                organizations:
                  - org: acme
                    provider: 550e8400-e29b-41d4-a716-446655440000
                    sites: [{id: 660e8400-e29b-41d4-a716-446655440000, temporal: {target: "127.0.0.1:7233"}}]
                """);

        CommandLineRun run = CommandLineRun.of("serve", "--ephemeral", "--config", file.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).startsWith("No issuer of tokens is configured").hasLineCount(1);
    }

    @Test
    void issuers_that_contradict_themselves_stop_the_start() throws IOException {
        Path file = Files.writeString(temporary.resolve("nico-tasks.yaml"), """
                issuers: [{name: idp, issuer: "https://idp.example.com", jwks: "https://idp.example.com/jwks"}]
                """);

        assertThat(CommandLineRun.of("serve", "--ephemeral", "--port", "0", "--config", file.toString()))
                .isEqualTo(refused("The issuer idp must have a claim mapping (" + file + ")."));
    }

    @Test
    void an_external_workflow_on_a_queue_of_the_server_stops_the_start() throws IOException {
        Path file = Files.writeString(
                temporary.resolve("nico-tasks.yaml"),
                "workflows: {ingest: {type: Mine, taskQueue: nico-tasks, actsFor: 30s}}");

        assertThat(CommandLineRun.of("serve", "--ephemeral", "--port", "0", "--config", file.toString()))
                .isEqualTo(refused("The workflow Mine is on the task queue nico-tasks, whose worker does not know it ("
                        + file + ")."));
    }

    @Test
    void an_unreachable_database_stops_the_start_and_its_password_is_not_printed() {
        CommandLineRun run = CommandLineRun.in(
                Map.of(
                        "NICO_TASKS_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/nico",
                        "NICO_TASKS_DATABASE_PASSWORD", "hunter2",
                        "NICO_TASKS_DATABASE_START_WAIT", "0s",
                        "NICO_TASKS_DEVELOPMENT_ENABLED", "true"),
                "serve",
                "--ephemeral");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors())
                .startsWith("The database cannot be reached: ")
                .doesNotContain("hunter2")
                .hasLineCount(1);
    }

    @Test
    void a_database_of_a_development_version_stops_the_start() {
        PersistenceModule.Settings database = TestDatabases.create();
        PersistenceModule.open(database).close();
        try (DatabaseRows rows = new DatabaseRows(database)) {
            rows.execute("update schema_history set checksum = checksum + 1");
        }

        CommandLineRun run = CommandLineRun.in(
                Map.of(
                        "NICO_TASKS_DATABASE_URL", database.url(),
                        "NICO_TASKS_DATABASE_USER", database.user(),
                        "NICO_TASKS_DATABASE_PASSWORD", database.password(),
                        "NICO_TASKS_DEVELOPMENT_ENABLED", "true"),
                "serve",
                "--ephemeral");

        assertThat(run)
                .isEqualTo(refused("The database was created by a development version and cannot be migrated; use an"
                        + " empty database, or delete the data directory of the embedded server."));
    }

    @Test
    void an_owner_migrates_a_database_and_finds_it_migrated_the_next_time() {
        PersistenceModule.Settings database = TestDatabases.create();
        Map<String, String> owner = Map.of(
                "NICO_TASKS_DATABASE_URL", database.url(),
                "NICO_TASKS_DATABASE_USER", database.user(),
                "NICO_TASKS_DATABASE_PASSWORD", database.password());

        CommandLineRun first = CommandLineRun.in(owner, "migrate");
        CommandLineRun second = CommandLineRun.in(owner, "migrate");

        assertThat(first).isEqualTo(new CommandLineRun(0, "Migrated: " + database + System.lineSeparator(), ""));
        assertThat(second).isEqualTo(first);
        try (DatabaseRows rows = new DatabaseRows(database)) {
            assertThat(rows.texts("select table_name from information_schema.tables where table_name = 'task_history'"))
                    .hasSize(1);
        }
    }

    @Test
    void there_is_nothing_to_migrate_without_an_external_database() {
        assertThat(CommandLineRun.of("migrate"))
                .isEqualTo(
                        refused("There is no database.url; an embedded database is migrated when its server starts."));
    }

    @Test
    void a_port_in_use_stops_the_start() {
        String port = server.startupReport().url().replaceFirst(".*:", "");

        assertThat(CommandLineRun.of("serve", "--ephemeral", "--port", port))
                .isEqualTo(refused("Cannot listen on 127.0.0.1:" + port + ": Address already in use."));
    }

    @Test
    void a_data_directory_in_use_stops_the_start_and_the_server_that_uses_it_keeps_running() throws IOException {
        CommandLineRun run = CommandLineRun.of("serve", "--port", "0", "--data-dir", data.toString());

        assertThat(run).isEqualTo(refused("The data directory " + data.toRealPath() + " is in use by another server."));
        assertThat(server.get("/readyz", "").statusCode()).isEqualTo(200);
    }

    @Test
    void the_token_command_prints_only_a_valid_token() {
        CommandLineRun run = CommandLineRun.of("token", "--data-dir", data.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\\R");
        assertThat(run.errors()).isEmpty();
        assertThat(server.get(CURRENT_USER, run.output().strip()).statusCode()).isEqualTo(200);
    }

    @Test
    void the_flags_determine_the_subject_and_lifetime_of_a_token() {
        CommandLineRun run = CommandLineRun.of(
                "token", "--data-dir", data.toString(), "--org", "acme", "--subject", "bob", "--ttl", "30s");

        String token = run.output().strip();
        assertThat(server.get("/v2/org/acme/nico/user/current", token).body()).contains("bob");
        assertThat(server.get(CURRENT_USER, token).statusCode()).isEqualTo(403);
    }

    @Test
    void without_a_key_no_token_is_printed() {
        Path nowhere = temporary.resolve("nowhere");

        assertThat(CommandLineRun.of("token", "--data-dir", nowhere.toString()))
                .isEqualTo(refused("There is no development key in " + nowhere
                        + "; 'nico-tasks serve' makes one there when it starts with its embedded parts."));
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void an_invalid_lifetime_prints_no_token() {
        assertThat(CommandLineRun.of("token", "--data-dir", data.toString(), "--ttl", "long"))
                .isEqualTo(refused("The option --ttl must be a length of time such as 30s, 5m or 1h, but is 'long'."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "", "acme:", "acme:a/b"})
    void an_invalid_role_prints_no_token(String role) {
        assertThat(CommandLineRun.of("token", "--data-dir", data.toString(), "--role", role))
                .isEqualTo(refused(
                        "The option --role must be a role, made of A-Z a-z 0-9 _ . - only, but is '" + role + "'."));
    }

    @Test
    void the_help_of_serve_explains_every_setting() {
        CommandLineRun run = CommandLineRun.of("serve", "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output().replaceAll("\\s+", " "))
                .contains("--config", "--host", "--port", "--data-dir", "--ephemeral", "--no-demo", "--ready-file")
                .contains(Arrays.stream(Setting.values()).map(Setting::path).toList())
                .contains(Arrays.stream(Setting.values()).map(Setting::variable).toList())
                .contains(Arrays.stream(Setting.values()).map(Setting::meaning).toList())
                .contains(
                        "A {orgName, roles}",
                        "B {orgName, rolesAttribute}",
                        "C {orgName, isServiceAccount}",
                        "D {orgAttribute, rolesAttribute}",
                        "E {orgRolesAttribute} entries <org>:<ROLE>");
    }

    private static CommandLineRun refused(String sentence) {
        return new CommandLineRun(1, "", sentence + System.lineSeparator());
    }

    private static CommandLineRun wrongUsage(String sentences) {
        return new CommandLineRun(2, "", sentences + System.lineSeparator());
    }
}
