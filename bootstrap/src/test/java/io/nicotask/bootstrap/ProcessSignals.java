package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Sends signals that Java cannot send. */
public final class ProcessSignals {

    private ProcessSignals() {}

    /**
     * Suspends every thread of the process, and returns when all are suspended: one thread receives SIGSTOP for all, and
     * on a busy machine the others go on until it runs. (Where there is no {@code /proc}, returns at once.)
     */
    public static void pause(ProcessHandle process) {
        send("STOP", process);
        await().ignoreException(UncheckedIOException.class)
                .until(() -> threadStates(process).stream().allMatch("T"::equals));
    }

    /** Resumes a process that was paused. */
    public static void resume(ProcessHandle process) {
        send("CONT", process);
    }

    /**
     * Sends a signal with the command {@code kill}.
     *
     * @param name the signal's name, such as {@code QUIT}
     */
    public static void send(String name, ProcessHandle process) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + code);
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Returns the states of the process' threads, as proc(5) has them; empty where there is no such file system. */
    static List<String> threadStates(ProcessHandle process) {
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        if (!Files.isDirectory(threads)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(threads)) {
            return each.map(thread -> thread.resolve("stat"))
                    .map(ProcessSignals::state)
                    .toList();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** The state follows the name, which is in brackets and may hold blanks. */
    private static String state(Path stat) {
        try {
            String line = Files.readString(stat);
            return line.substring(line.lastIndexOf(')') + 2, line.lastIndexOf(')') + 3);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
