package io.nicotask.bootstrap;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.SettingsLoader;
import io.nicotask.bootstrap.wiring.DevelopmentMode;
import io.nicotask.bootstrap.wiring.IssuerConfiguration;
import io.nicotask.golden.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The texts of the command line that users and scripts read: the help of each command, and the errors of invalid
 * settings.
 */
final class CommandLineTextTest {

    private static final String SITE = "{id: 660e8400-e29b-41d4-a716-446655440000}";
    private static final String ACME =
            "{org: acme, provider: 550e8400-e29b-41d4-a716-446655440000, sites: [" + SITE + "]}";
    private static final String IDP =
            "{name: idp, issuer: \"https://idp\", jwks: \"https://idp/jwks\", claimMappings: [MAPPING]}";

    private static final List<String> FILES = List.of(
            // Shape of the file.
            "[http]",
            "http: 1",
            "http: {prot: 1}",
            "https: {port: 1}",
            "http: {port: x}",
            "http: {port: 1.5}",
            "clockSkew: long",
            "stopAttentionAfter: 5",
            "data: {ephemeral: perhaps}",
            "http: {apiName: 123}",
            "database: {user: 0123}",
            "database: {password: 27182}",
            "temporal: {namespace: 2026-01-01}",
            "issuers: [{name: true}]",
            "issuers: 1",
            "issuers: [null]",
            "organizations: [{org: acme, provider: 1}]",
            // Values.
            "http: {port: 65536}",
            "http: {port: -1}",
            "http: {apiName: a/b}",
            "http: {waitingAs: Queued}",
            "readyFile: /no/such/directory/ready.json",
            "database: {poolSize: 3}",
            "database: {poolSize: 1001}",
            "database: {url: \"jdbc:mysql://db/nico\"}",
            "temporal: {target: temporal}",
            "temporal: {namespace: \" \"}",
            "temporal: {taskQueue: \" \"}",
            // Workflows.
            "workflows: {flash: {type: F, taskQueue: f}}",
            "workflows: {upgrade: {type: F}}",
            "workflows: {upgrade: F}",
            "workflows: {upgrade: {queue: f}}",
            // Organizations.
            "organizations: [{provider: 550e8400-e29b-41d4-a716-446655440000}]",
            "organizations: [{org: acme}]",
            "organizations: [{org: acme, provider: 550e8400-e29b-41d4-a716-446655440000}]",
            "organizations: [" + ACME + ", " + ACME + "]",
            "organizations: [" + ACME + ", " + ACME.replace("acme", "umbrella") + "]",
            "organizations: [" + ACME.replace(SITE, "{flowEnabled: true}") + "]",
            "organizations: [" + ACME.replace(SITE, SITE.replace("}", ", temporal: {target: t}}")) + "]",
            "organizations: [" + ACME.replace(SITE, SITE.replace("}", ", temporal: {namespace: \"\"}}")) + "]",
            "organizations: [" + ACME.replace(SITE, SITE.replace("}", ", temporal: {taskQueue: \"\"}}")) + "]",
            "organizations: [" + ACME.replace(SITE, SITE.replace("}", ", temporal: {queue: q}}")) + "]",
            "organizations: [" + ACME.replace(SITE, SITE.replace("}", ", name: \" \"}")) + "]",
            // Development mode.
            "development: {enabled: false}",
            "http: {host: 0.0.0.0}",
            "{development: {enabled: false}, issuers: [" + IDP.replace("MAPPING", "{orgName: acme, roles: [R]}") + "]}",
            // Issuers.
            "issuers: [{}]",
            "issuers: [{name: idp}]",
            "issuers: [{name: idp, issuer: i}]",
            "issuers: [{name: idp, issuer: i, jwks: j, jwksTimeout: soon}]");

    private static final List<String> ISSUERS = List.of(
            IDP.replace("[MAPPING]", "[]"),
            IDP.replace("idp, ", "a/b, ").replace("MAPPING", "{orgName: acme, roles: [R]}"),
            IDP.replace("MAPPING", "{orgName: acme}"),
            IDP.replace("MAPPING", "{orgName: acme, roles: [R], isServiceAccount: true}"),
            IDP.replace("MAPPING", "{orgName: acme, roles: [R]}, {orgName: ACME, roles: [S]}"),
            IDP.replace("MAPPING", "{orgAttribute: a, rolesAttribute: r}, {orgAttribute: b, rolesAttribute: r}"),
            IDP.replace("MAPPING", "{orgName: acme, roles: [R]}").replace("\"https://idp/jwks\"", "\"https:///jwks\""),
            IDP.replace("MAPPING", "{orgName: acme, roles: [R]}").replace("}]}", "}], jwksTimeout: 0s}"),
            IDP.replace("MAPPING", "{orgName: acme, roles: [R]}").replace("}]}", "}], audiences: [\" \"]}"),
            IDP.replace("MAPPING", "{orgName: acme, roles: [R]}") + ", "
                    + IDP.replace("MAPPING", "{orgName: b, roles: [R]}"),
            IDP.replace("MAPPING", "{orgName: acme, roles: [R]}") + ", "
                    + IDP.replace("MAPPING", "{orgName: b, roles: [R]}").replace("name: idp", "name: other"));

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(
            strings = {"", "serve", "migrate", "token", "site", "site list", "site add", "site retire", "site restore"})
    void the_help_of_a_command_is_as_recorded(String command) {
        CommandLineRun help = CommandLineRun.of((command + " --help").strip().split(" ", -1));

        assertThat(help.exitCode()).isZero();
        String name = command.isEmpty() ? "nico-tasks" : command.replace(' ', '-');
        GoldenFile.of("cli/" + name + "-help.txt").assertRecords(help.output());
    }

    @Test
    void errors_of_wrong_arguments_are_as_recorded() {
        List<List<String>> calls = List.of(
                List.of(),
                List.of("server"),
                List.of("serve", "--prot=1"),
                List.of("serve", "--port"),
                List.of("serve", "--port", "http"),
                List.of("serve", "--config", "no-such-file.yaml"),
                List.of("serve", "extra"),
                List.of("token", "--ttl", "long"),
                List.of("token", "--role", "a b"),
                List.of("token", "--data-dir", "no-such-directory"),
                List.of("token", "--rle", "R"),
                List.of("site"),
                List.of("site", "list"),
                List.of("site", "remove"),
                List.of("site", "retire"),
                List.of("site", "retire", "east"),
                List.of("site", "restore", "660e8400-e29b-41d4-a716-446655440000", "--force"),
                List.of("site", "add", "660e8400-e29b-41d4-a716-446655440000"));

        String answers = calls.stream()
                .map(call -> answer(String.join(" ", call), CommandLineRun.of(call.toArray(String[]::new))))
                .collect(joining("\n"));

        GoldenFile.of("cli/arguments.txt").assertRecords(answers);
    }

    @Test
    void errors_of_invalid_settings_are_as_recorded() {
        String answers = FILES.stream().map(this::settings).collect(joining("\n"));

        GoldenFile.of("cli/settings.txt").assertRecords(answers);
    }

    @Test
    void errors_of_contradictory_issuers_are_as_recorded() {
        String answers = ISSUERS.stream()
                .map(issuers -> "issuers: [" + issuers + "]")
                .map(this::issuers)
                .collect(joining("\n"));

        GoldenFile.of("cli/issuers.txt").assertRecords(answers);
    }

    @Test
    void errors_of_environment_variables_are_as_recorded() {
        String answers = Stream.of("NICO_TASKS_HTTP_PROT=1", "NICO_TASKS_HTTP_PORT=many", "NICO_TASKS_CLOCK_SKEW=")
                .map(variable -> variable.split("=", 2))
                .map(parts -> answer(String.join("=", parts), CommandLineRun.in(Map.of(parts[0], parts[1]), "serve")))
                .collect(joining("\n"));

        GoldenFile.of("cli/environment.txt").assertRecords(answers);
    }

    /** Checks the settings as a server does before it starts anything. */
    private String settings(String yaml) {
        return refusal(yaml, () -> DevelopmentMode.of(load(yaml)));
    }

    /** Checks the issuers as a server does after that. */
    private String issuers(String yaml) {
        return refusal(yaml, () -> IssuerConfiguration.of(load(yaml), null));
    }

    private String refusal(String yaml, ThrowingCallable start) {
        Throwable refused = catchThrowable(start);
        assertThat(refused).as(yaml).isInstanceOf(InvalidSettings.class);
        return "> " + yaml + "\n" + String.valueOf(refused.getMessage()).replace(file().toString(), "FILE") + "\n";
    }

    private Settings load(String yaml) throws IOException {
        return new SettingsLoader(Map.of()).load(Files.writeString(file(), yaml), Map.of());
    }

    private Path file() {
        return temporary.resolve("nico-tasks.yaml");
    }

    private static String answer(String input, CommandLineRun run) {
        return "> " + input + "\n" + run.exitCode() + " " + run.output() + run.errors();
    }
}
