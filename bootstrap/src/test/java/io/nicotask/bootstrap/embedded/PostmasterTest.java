package io.nicotask.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostmasterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    private Path temporary;

    @Test
    void a_process_that_inherited_the_number_of_a_dead_server_is_no_obstacle_and_not_harmed() throws Exception {
        Path cluster = temporary.toRealPath().resolve("postgres");
        Process stranger = new ProcessBuilder("cat", "-", cluster.toString()).start();
        try (DataDirectory directory = DataDirectory.open(temporary)) {
            EmbeddedDatabase.start(directory).close();
            Files.writeString(cluster.resolve("postmaster.pid"), stranger.pid() + "\n" + cluster + "\n");

            EmbeddedDatabase.start(directory).close();

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void the_server_of_another_directory_is_not_harmed_by_a_copy_of_its_files() throws Exception {
        Path copy = Files.createDirectories(temporary.resolve("copy/postgres"));
        try (DataDirectory directory = DataDirectory.open(temporary.resolve("original"));
                EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            Path cluster = directory.path().resolve("postgres");
            Files.copy(cluster.resolve("postmaster.pid"), copy.resolve("postmaster.pid"));

            Postmaster.stopOrphan(copy, PATIENCE);

            assertThat(Postmaster.of(cluster)).isPresent();
            assertThat(copy.resolve("postmaster.pid")).doesNotExist();
            assertThat(database.url()).isNotEmpty();
        }
    }

    @Test
    void a_file_that_names_no_process_is_left_to_the_server() throws Exception {
        Path garbled = Files.writeString(temporary.resolve("postmaster.pid"), "no number\n");

        Postmaster.stopOrphan(temporary, PATIENCE);

        assertThat(garbled).exists();
        assertThat(Postmaster.of(temporary)).isEmpty();
    }

    @Test
    void a_directory_without_a_server_has_nothing_to_stop() throws Exception {
        Postmaster.stopOrphan(temporary, PATIENCE);

        assertThat(Postmaster.of(temporary)).isEmpty();
    }
}
