package io.nicotask.bootstrap.faults;

import static io.nicotask.application.contract.Eventually.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nicotask.bootstrap.Main;
import io.nicotask.bootstrap.ProcessSignals;
import io.nicotask.bootstrap.embedded.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One of several servers on the same database and Temporal; each of its runs is a process. */
final class Replica implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofMinutes(4);

    private final String name;
    private final Path config;
    private final Path ready;
    private volatile Process process;
    private volatile boolean up;
    private final AtomicInteger injectedFaults = new AtomicInteger();
    private volatile String url;

    private Replica(String name, Path config) {
        this.name = name;
        this.config = config;
        this.ready = config.resolveSibling(name + ".json");
    }

    /** Starts the first run, configured as in production, without waiting for it; see {@link #awaitReady}. */
    static Replica start(String name, Path config) {
        Replica replica = new Replica(name, config);
        replica.start();
        return replica;
    }

    /** Starts the next run on a free port; its log goes to {@code target/faults}. */
    void start() {
        try {
            Path log = Files.createDirectories(Path.of("target", "faults")).resolve(name + ".log");
            Files.deleteIfExists(ready);
            process = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private List<String> command() {
        return JavaCommand.of(
                List.of("-Dlogback.configurationFile=logback.xml"),
                Main.class,
                List.of("serve", "--port", "0", "--config", config.toString(), "--ready-file", ready.toString()));
    }

    void awaitReady() {
        await().atMost(READY_WITHIN).until(() -> Files.exists(ready) || !process.isAlive());
        try {
            url = new ObjectMapper().readTree(ready.toFile()).get("url").asText();
            up = true;
        } catch (IOException fault) {
            throw new UncheckedIOException(name + " does not start; see target/faults", fault);
        }
    }

    /** Returns the address of the last run that was ready. */
    String url() {
        return url;
    }

    /** Whether it is ready and no fault has been injected since. */
    boolean isUp() {
        return up;
    }

    /** Returns the number of injected faults; while it is up and the number is unchanged, it has run undisturbed. */
    int injectedFaults() {
        return injectedFaults.get();
    }

    private void countFault() {
        up = false;
        injectedFaults.incrementAndGet();
    }

    /** Sends SIGKILL. */
    void kill() {
        countFault();
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** Suspends every thread until {@link #resume}. */
    void pause() {
        countFault();
        ProcessSignals.pause(process.toHandle());
    }

    /** Sends SIGCONT and returns when it is ready again. */
    void resume() {
        ProcessSignals.resume(process.toHandle());
        await().atMost(READY_WITHIN).until(this::isReady);
        up = true;
    }

    private boolean isReady() throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url + "/readyz")).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Sends SIGTERM; returns the exit code, which is 0 when it has stopped everything in time. */
    int stop() throws InterruptedException {
        countFault();
        process.toHandle().destroy();
        return process.waitFor();
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        kill();
    }
}
