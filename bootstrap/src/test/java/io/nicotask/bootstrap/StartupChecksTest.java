package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that must fail ends with one sentence before it touches the database or starts an embedded service. */
final class StartupChecksTest {

    private static final String ISSUER =
            "{name: idp, issuer: \"https://idp\", jwks: \"https://idp/jwks\", claimMappings: [%s]}";
    private static final String GOOD_ISSUER = ISSUER.formatted("{orgName: acme, roles: [PROVIDER_ADMIN]}");

    @TempDir
    private Path temporary;

    private PersistenceModule.Settings database;

    @BeforeEach
    void create() {
        database = TestDatabases.create();
    }

    @Test
    void contradictory_issuers_leave_the_database_empty() throws IOException {
        assertRefused(
                serve(ISSUER.formatted("{orgName: acme}"), "", "--port", "0"),
                "The claimMappings[0] of the issuer idp must be of exactly one kind: orgName with roles (A), with"
                        + " rolesAttribute (B) or with isServiceAccount (C), orgAttribute with rolesAttribute (D), or"
                        + " orgRolesAttribute (E) (" + file() + ").");
    }

    @Test
    void an_invalid_location_of_keys_leaves_the_database_empty() throws IOException {
        assertRefused(
                serve(GOOD_ISSUER.replace("https://idp/jwks", "https://me:hunter2@/jwks"), "", "--port", "0"),
                "The jwks of the issuer idp must be an http, https or file URL or the path of a file, but is"
                        + " 'https://***@/jwks' (" + file() + ").");
    }

    @Test
    void a_port_in_use_leaves_the_database_empty() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            assertRefused(
                    serve(GOOD_ISSUER, "", "--port", port),
                    "Cannot listen on 127.0.0.1:" + port + ": Address already in use.");
        }
    }

    @Test
    void an_address_of_another_machine_leaves_the_database_empty() throws IOException {
        assertRefused(
                serve(GOOD_ISSUER, "", "--port", "0", "--host", "192.0.2.1"),
                "Cannot listen on 192.0.2.1:0: Cannot assign requested address.");
    }

    @Test
    void an_external_workflow_on_a_queue_of_the_server_leaves_the_database_empty() throws IOException {
        assertRefused(
                serve(
                        GOOD_ISSUER,
                        "workflows: {ingest: {type: Mine, taskQueue: nico-tasks, actsFor: 30s}}",
                        "--port",
                        "0"),
                "The workflow Mine is on the task queue nico-tasks, whose worker does not know it (" + file() + ").");
    }

    @Test
    void a_missing_certificate_of_temporal_leaves_the_database_empty() throws IOException {
        Path nowhere = temporary.resolve("ca.pem");

        assertRefused(
                serveWith(Map.of("NICO_TASKS_TEMPORAL_TLS_CA", nowhere.toString()), GOOD_ISSUER, "", "--port", "0"),
                "The setting temporal.tls.ca (" + nowhere + ") names a file that cannot be read.");
    }

    @Test
    void a_port_in_use_starts_no_embedded_service() throws IOException {
        Path data = temporary.resolve("data");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandLineRun run = CommandLineRun.of(
                    "serve", "--data-dir", data.toString(), "--port", String.valueOf(taken.getLocalPort()));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.errors()).startsWith("Cannot listen on 127.0.0.1:").hasLineCount(1);
        }
        assertThat(data).doesNotExist();
    }

    private CommandLineRun serve(String issuer, String more, String... arguments) throws IOException {
        return serveWith(Map.of(), issuer, more, arguments);
    }

    private CommandLineRun serveWith(Map<String, String> environment, String issuer, String more, String... arguments)
            throws IOException {
        Files.writeString(file(), """
                issuers: [%s]
                temporal: {target: "127.0.0.1:1"}
                organizations:
                  - org: acme
                    provider: 550e8400-e29b-41d4-a716-446655440000
                    sites: [{id: 660e8400-e29b-41d4-a716-446655440000}]
                %s
                """.formatted(issuer, more));
        String[] all = Stream.concat(Stream.of("serve", "--config", file().toString()), Stream.of(arguments))
                .toArray(String[]::new);
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("NICO_TASKS_DATABASE_URL", database.url());
        variables.put("NICO_TASKS_DATABASE_USER", database.user());
        variables.put("NICO_TASKS_DATABASE_PASSWORD", database.password());
        return CommandLineRun.in(variables, all);
    }

    private void assertRefused(CommandLineRun run, String sentence) {
        assertThat(run).isEqualTo(new CommandLineRun(1, "", sentence + System.lineSeparator()));
        try (DatabaseRows rows = new DatabaseRows(database)) {
            assertThat(rows.texts("select tablename from pg_tables where schemaname not in"
                            + " ('pg_catalog', 'information_schema')"))
                    .isEmpty();
        }
    }

    private Path file() {
        return temporary.resolve("nico-tasks.yaml");
    }
}
