package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nicotask.bootstrap.embedded.JavaCommand;
import io.nicotask.bootstrap.embedded.OrphanedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * {@code nico-tasks serve} in a separate process, with data, ready file and output in one directory, and calls of a
 * client. Each instance is one run; the next run on the same directory continues with its data.
 */
final class ServerProcess implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofMinutes(4);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path directory;
    private final Process process;
    private final JsonNode ready;
    private final String token;

    private ServerProcess(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        try {
            this.ready = awaitReady();
            this.token = CommandLineRun.of(
                            "token", "--data-dir", data(directory).toString())
                    .output()
                    .strip();
        } catch (RuntimeException fault) {
            close();
            throw fault;
        }
    }

    /** Starts it on a free port, with production logging, and returns when it is ready. */
    static ServerProcess start(Path directory, String... flags) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("serve", "--port", "0", "--data-dir", data(directory).toString()));
        arguments.addAll(List.of("--ready-file", readyFile(directory).toString()));
        arguments.addAll(List.of(flags));
        List<String> command =
                JavaCommand.of(List.of("-Dlogback.configurationFile=logback.xml"), Main.class, arguments);
        Files.deleteIfExists(readyFile(directory));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(output(directory).toFile()))
                .start();
        return new ServerProcess(directory, process);
    }

    /** Returns the data directory of the runs. */
    static Path data(Path directory) {
        return directory.resolve("data");
    }

    /** Returns the ready file of the runs. */
    static Path readyFile(Path directory) {
        return directory.resolve("ready.json");
    }

    /** Returns the file with the output and logs of all runs so far. */
    static Path output(Path directory) {
        return directory.resolve("output.txt");
    }

    /** Returns the content of the ready file. */
    JsonNode ready() {
        return ready;
    }

    /** Returns the id of a demo task, counted from 0. */
    String task(int index) {
        return ready.at("/tasks/" + index + "/id").asText();
    }

    String token() {
        return token;
    }

    HttpResponse<String> cancel(String task) {
        return send(request("/task/" + task + "/cancel")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"siteId\":\"" + siteId() + "\"}")));
    }

    /** Submits a task for the whole rack that takes minutes. */
    HttpResponse<String> submit(UUID rack) {
        String body = """
                {"siteId":"%s","rackId":"%s","operation":{"type":"bring_up","code":"bring_up"}}
                """.formatted(siteId(), rack);
        return send(request("/task")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Returns the task's history, as the server returns it. */
    String history(String task) {
        return send(request("/task/" + task + "/history?siteId=" + siteId())).body();
    }

    HttpResponse<String> get(String task) {
        return send(request("/task/" + task + "?siteId=" + siteId()));
    }

    /** Sends SIGKILL; processes that it has started continue. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** Sends SIGTERM; returns the exit code, which is 0 when it has stopped everything in time. */
    int stop() throws InterruptedException {
        process.toHandle().destroy();
        return process.waitFor();
    }

    /** Returns the exit code, when it has ended by itself. */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** Leaves no process running, even after a failed run. */
    @Override
    public void close() {
        kill();
        client.close();
        try {
            OrphanedPostgres.stopIn(data(directory));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private JsonNode awaitReady() {
        await().atMost(READY_WITHIN).until(() -> Files.exists(readyFile(directory)) || !process.isAlive());
        try {
            if (!Files.exists(readyFile(directory))) {
                throw new IllegalStateException(Files.readString(output(directory)));
            }
            return new ObjectMapper().readTree(readyFile(directory).toFile());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private String siteId() {
        return ready.get("siteId").asText();
    }

    private HttpRequest.Builder request(String path) {
        String org = ready.get("org").asText();
        return HttpRequest.newBuilder(URI.create(ready.get("url").asText() + "/v2/org/" + org + "/nico" + path))
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
