package io.nicotask.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.bootstrap.wiring.StartupReport.DemoTask;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartupReportTest {

    private static final StartupReport REPORT = new StartupReport(
            "http://127.0.0.1:8388",
            "nico",
            "demo-org",
            "660e8400-e29b-41d4-a716-446655440000",
            "127.0.0.1:7233",
            "default",
            "jdbc:postgresql://127.0.0.1:5432/postgres",
            List.of(new DemoTask("some-id", "Running", "some-workflow")));

    @TempDir
    private Path directory;

    @Test
    void the_ready_file_has_what_a_program_needs() {
        Path file = directory.resolve("ready.json");

        REPORT.writeTo(file);

        assertThat(file).content().isEqualToIgnoringWhitespace("""
                {"url":"http://127.0.0.1:8388","org":"demo-org","siteId":"660e8400-e29b-41d4-a716-446655440000",
                "temporalTarget":"127.0.0.1:7233","temporalNamespace":"default",
                "databaseUrl":"jdbc:postgresql://127.0.0.1:5432/postgres",
                "tasks":[{"id":"some-id","status":"Running","workflowId":"some-workflow"}]}
                """);
    }

    @Test
    void the_ready_file_is_written_atomically() throws Exception {
        Path file = Files.writeString(directory.resolve("ready.json"), "of an earlier run");
        Path earlier = Files.createLink(directory.resolve("earlier.json"), file);

        REPORT.writeTo(file);

        assertThat(earlier).hasContent("of an earlier run");
        assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void a_ready_file_that_cannot_be_written_is_named() {
        Path file = directory.resolve("nowhere/ready.json");

        assertThatThrownBy(() -> REPORT.writeTo(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("The ready file " + file + " cannot be written");
    }

    @Test
    void the_report_prints_the_commands_to_copy() {
        StringWriter output = new StringWriter();

        REPORT.printTo(new PrintWriter(output), Path.of("/data of mine"));

        assertThat(output.toString())
                .contains(
                        "http://127.0.0.1:8388",
                        "export JWT_BEARER_TOKEN=\"$(./nico-tasks token --data-dir '/data of mine')\"",
                        "curl -i -X POST 'http://127.0.0.1:8388/v2/org/demo-org/nico/task/some-id/cancel'",
                        "-d '{\"siteId\":\"660e8400-e29b-41d4-a716-446655440000\"}'",
                        "curl -i 'http://127.0.0.1:8388/v2/org/demo-org/nico/task/some-id"
                                + "?siteId=660e8400-e29b-41d4-a716-446655440000'",
                        "some-id  Running");
    }

    @Test
    void without_demo_tasks_the_report_prints_no_task_commands() {
        StringWriter output = new StringWriter();
        StartupReport withoutTasks =
                new StartupReport("http://[::1]:1", "nico", "acme", "some-site", "t:1", "default", "d", List.of());

        withoutTasks.printTo(new PrintWriter(output), null);

        assertThat(output.toString()).contains("http://[::1]:1").doesNotContain("curl", "token");
    }
}
