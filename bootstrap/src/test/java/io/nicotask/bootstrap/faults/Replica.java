package io.nicotask.bootstrap.faults;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nicotask.bootstrap.Main;
import io.nicotask.bootstrap.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One of several servers on the same parts, each run of it in a process of its own. */
final class Replica implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofMinutes(4);

    /** What the server promises for its end when it is asked to. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final String name;
    private final Path config;
    private final Path ready;
    private volatile Process process;
    private volatile boolean up;
    private volatile String url;

    private Replica(String name, Path config) {
        this.name = name;
        this.config = config;
        this.ready = config.resolveSibling(name + ".json");
    }

    /** Starts its first run, as in production, and answers at once; {@link #awaitReady} waits for it. */
    static Replica start(String name, Path config) {
        Replica replica = new Replica(name, config);
        replica.start();
        return replica;
    }

    /** Starts its next run, on a port of its own; what the runs log is kept in {@code target/faults}. */
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
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--port",
                "0",
                "--config",
                config.toString(),
                "--ready-file",
                ready.toString());
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

    /** Where its last run that was ready listens, or listened. */
    String url() {
        return url;
    }

    /** Whether it is ready and nothing has been done to it. */
    boolean isUp() {
        return up;
    }

    /** As {@code kill -9}. */
    void kill() {
        up = false;
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** Every thread of it stands still until it is resumed. */
    void pause() {
        up = false;
        Signals.send("STOP", process.toHandle());
    }

    void resume() {
        Signals.send("CONT", process.toHandle());
        up = true;
    }

    /** As {@code kill}; answers whether it ended in time, and with 0. */
    boolean endsWellWhenAsked() {
        up = false;
        process.toHandle().destroy();
        try {
            return process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
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
