package io.nicotask.bootstrap.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java process with this one's class path, which prints results line by line. Signals go through its
 * {@link ProcessHandle}, because {@link Process} would also close the output.
 */
public final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    public static ChildJvm run(Class<?> main, String... arguments) throws IOException {
        return run(List.of(), main, arguments);
    }

    static ChildJvm run(List<String> prefix, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(JavaCommand.of(main, List.of(arguments)));
        return new ChildJvm(
                new ProcessBuilder(command).redirectError(JavaCommand.log()).start());
    }

    /** Returns the next line of its output; fails when the output ends. */
    public String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the child process ended without a word");
        }
        return line;
    }

    /** Sends SIGTERM, so that its shutdown hooks run. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Sends SIGKILL. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** Waits until the process ends. */
    public int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    boolean endsWithin(int seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        kill();
    }
}
