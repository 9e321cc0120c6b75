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
 * The PostgreSQL server process of one data directory, found by its {@code postmaster.pid}. It also finds a server that
 * this process did not start, such as one left running by a killed process.
 */
final class Postmaster {

    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

    private final ProcessHandle process;
    private final Path pidFile;

    private Postmaster(ProcessHandle process, Path pidFile) {
        this.process = process;
        this.pidFile = pidFile;
    }

    /** Finds the live server of this directory. */
    static Optional<Postmaster> of(Path cluster) throws IOException {
        return findByPidFile(cluster)
                .filter(process -> serves(process, cluster))
                .map(process -> new Postmaster(process, pidFile(cluster)));
    }

    /**
     * Prepares a start, for a caller that has locked the directory: stops a server left running, and deletes the pid
     * file when its number now belongs to another process, which PostgreSQL would take for a live server. PostgreSQL
     * itself deletes a pid file whose number is unused.
     *
     * @throws IOException when the server cannot be stopped
     */
    static void stopOrphan(Path cluster, Duration timeout) throws IOException {
        Optional<Postmaster> orphan = of(cluster);
        if (orphan.isPresent()) {
            orphan.get().stop(timeout);
        }
        if (findByPidFile(cluster).isPresent()) {
            Files.deleteIfExists(pidFile(cluster));
        }
    }

    /**
     * Requests a fast shutdown (clients are disconnected, a checkpoint is written) and, after the timeout, kills the
     * server and all its processes; the next start then recovers from the write-ahead log.
     *
     * @throws IOException when a killed process does not end
     */
    void stop(Duration timeout) throws IOException {
        List<ProcessHandle> descendants = process.descendants().toList();
        interrupt();
        if (awaitCondition(this::hasEnded, timeout)) {
            return;
        }
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        if (!awaitCondition(
                () -> !isRunning(process) && descendants.stream().noneMatch(Postmaster::isRunning), KILL_TIMEOUT)) {
            throw new IOException("the PostgreSQL process %d cannot be stopped".formatted(process.pid()));
        }
    }

    ProcessHandle process() {
        return process;
    }

    /**
     * Returns false for a process that has ended but was not reaped by its parent: Java calls it alive, but it has no
     * command.
     */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** Removing its pid file is the server's last action. */
    private boolean hasEnded() {
        return !Files.exists(pidFile) || !isRunning(process);
    }

    /**
     * Sends SIGINT (fast shutdown), which Java cannot send; Java's SIGTERM would wait for all clients to disconnect.
     */
    private void interrupt() throws IOException {
        new ProcessBuilder("sh", "-c", "kill -INT " + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Optional<ProcessHandle> findByPidFile(Path cluster) throws IOException {
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

    /** Waits for the condition and ignores interrupts meanwhile, so that an impatient user leaves no server running. */
    private static boolean awaitCondition(BooleanSupplier condition, Duration limit) {
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
