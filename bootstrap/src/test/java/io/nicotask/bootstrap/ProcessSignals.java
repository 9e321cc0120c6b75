package io.nicotask.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals that Java cannot send. */
public final class ProcessSignals {

    private ProcessSignals() {}

    /**
     * Sends a signal with the command {@code kill}.
     *
     * @param name the signal's name, such as {@code STOP}
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
}
