package io.nicotask.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostmasterTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @TempDir
    private Path temporary;

    @Test
    void a_process_with_the_pid_of_a_dead_server_is_ignored_and_keeps_running() throws Exception {
        Path cluster = temporary.toRealPath().resolve("postgres");
        Process otherProcess = new ProcessBuilder("cat", "-", cluster.toString()).start();
        try (DataDirectory directory = DataDirectory.open(temporary)) {
            EmbeddedDatabase.start(directory).close();
            Files.writeString(cluster.resolve("postmaster.pid"), otherProcess.pid() + "\n" + cluster + "\n");

            EmbeddedDatabase.start(directory).close();

            assertThat(otherProcess.isAlive()).isTrue();
        } finally {
            otherProcess.destroyForcibly();
        }
    }

    @Test
    void a_copy_of_a_data_directory_does_not_stop_the_server_of_the_original() throws Exception {
        Path copy = Files.createDirectories(temporary.resolve("copy/postgres"));
        try (DataDirectory directory = DataDirectory.open(temporary.resolve("original"));
                EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            Path cluster = directory.path().resolve("postgres");
            Files.copy(cluster.resolve("postmaster.pid"), copy.resolve("postmaster.pid"));

            Postmaster.stopOrphan(copy, TIMEOUT);

            assertThat(Postmaster.of(cluster)).isPresent();
            assertThat(copy.resolve("postmaster.pid")).doesNotExist();
            assertThat(database.url()).isNotEmpty();
        }
    }

    @Test
    void a_pid_file_without_a_process_is_left_to_postgresql() throws Exception {
        Path garbled = Files.writeString(temporary.resolve("postmaster.pid"), "no number\n");

        Postmaster.stopOrphan(temporary, TIMEOUT);

        assertThat(garbled).exists();
        assertThat(Postmaster.of(temporary)).isEmpty();
    }

    @Test
    void a_directory_without_a_server_has_nothing_to_stop() throws Exception {
        Postmaster.stopOrphan(temporary, TIMEOUT);

        assertThat(Postmaster.of(temporary)).isEmpty();
    }
}
