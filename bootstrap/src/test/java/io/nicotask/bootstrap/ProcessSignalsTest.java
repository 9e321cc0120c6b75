package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.bootstrap.embedded.JavaCommand;
import java.io.BufferedReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class ProcessSignalsTest {

    private static final int SPINNING_THREADS = 4;
    private static final int PAUSES = 50;

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_paused_process_has_no_running_thread() throws Exception {
        Process process = new ProcessBuilder(JavaCommand.of(Spinning.class, List.of())).start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("ready");
            for (int pause = 1; pause <= PAUSES; pause++) {
                ProcessSignals.pause(process.toHandle());

                assertThat(ProcessSignals.threadStates(process.toHandle()))
                        .hasSizeGreaterThan(SPINNING_THREADS)
                        .containsOnly("T");

                ProcessSignals.resume(process.toHandle());
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** A process whose threads never wait. */
    static final class Spinning {

        private Spinning() {}

        public static void main(String[] arguments) {
            for (int thread = 0; thread < SPINNING_THREADS; thread++) {
                Thread.ofPlatform().start(() -> {
                    while (true) {
                        Thread.onSpinWait();
                    }
                });
            }
            System.out.println("ready");
        }
    }
}
