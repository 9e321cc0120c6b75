package io.nicotask.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The PostgreSQL server process of one data directory, found by its {@code postmaster.pid}: the way to a server that no object of
 * this process knows, such as the orphan of a killed process.
 */
final class Postmaster {

    private static final Duration LAST_RESORT = Duration.ofSeconds(5);

    private final ProcessHandle process;
    private final Path pidFile;

    private Postmaster(ProcessHandle process, Path pidFile) {
        this.process = process;
        this.pidFile = pidFile;
    }

    /** The live server of this directory, if there is one. */
    static Optional<Postmaster> of(Path cluster) throws IOException {
        return named(cluster)
                .filter(process -> serves(process, cluster))
                .map(process -> new Postmaster(process, pidFile(cluster)));
    }

    /**
     * Makes way for a start, by a caller that holds the directory: stops a server left behind, and forgets a process number that
     * now belongs to something else, which PostgreSQL would take for a live server. A number that nobody has is left to
     * PostgreSQL, which forgets it itself.
     *
     * @throws IOException when the server cannot be stopped
     */
    static void stopOrphan(Path cluster, Duration timeout) throws IOException {
        Optional<Postmaster> orphan = of(cluster);
        if (orphan.isPresent()) {
            orphan.get().stop(timeout);
        }
        if (named(cluster).isPresent()) {
            Files.deleteIfExists(pidFile(cluster));
        }
    }

    /**
     * Asks for a fast shutdown (clients are cut off, a checkpoint is written) and, once the patience is over, kills the server
     * and all its processes; the next start then recovers from its log.
     *
     * @throws IOException when even that does not end it
     */
    void stop(Duration timeout) throws IOException {
        List<ProcessHandle> family = process.descendants().toList();
        interrupt();
        if (reached(this::isGone, timeout)) {
            return;
        }
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        if (!reached(() -> !isRunning(process) && family.stream().noneMatch(Postmaster::isRunning), LAST_RESORT)) {
            throw new IOException("the PostgreSQL process %d cannot be stopped".formatted(process.pid()));
        }
    }

    ProcessHandle process() {
        return process;
    }

    /** One that has ended but was not yet reaped by its parent counts as alive for Java; it has no program any more. */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** Removing its file is the last thing that a server does. */
    private boolean isGone() {
        return !Files.exists(pidFile) || !isRunning(process);
    }

    /** The fast shutdown listens to SIGINT, which Java cannot send; its SIGTERM would wait for all clients to leave. */
    private void interrupt() throws IOException {
        new ProcessBuilder("sh", "-c", "kill -INT " + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Optional<ProcessHandle> named(Path cluster) throws IOException {
        try {
            String pid = Files.readAllLines(pidFile(cluster)).getFirst().strip();
            return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive);
        } catch (NoSuchFileException | NoSuchElementException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean serves(ProcessHandle process, Path cluster) {
        ProcessHandle.Info info = process.info();
        String program = info.command()
                .map(Path::of)
                .map(Path::getFileName)
                .map(Path::toString)
                .orElse("");
        List<String> arguments = info.arguments().map(List::of).orElse(List.of());
        return program.startsWith("postgres") && arguments.contains(cluster.toString());
    }

    private static Path pidFile(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /** Waits without heed of interrupts: a server must not be left behind because somebody was in a hurry. */
    private static boolean reached(BooleanSupplier condition, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return condition.getAsBoolean();
    }
}
