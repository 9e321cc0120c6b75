package io.nicotask.bootstrap.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another Java process with the class path of this one, which answers line by line on its standard output. Signals go through its
 * handle, since {@link Process} would close the output with them.
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

    /** The next line that it prints; fails when it ends without. */
    public String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the child process ended without a word");
        }
        return line;
    }

    /** As {@code kill} without a signal's name: its shutdown hooks run. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** As {@code kill -9}. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** Waits for its end. */
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
