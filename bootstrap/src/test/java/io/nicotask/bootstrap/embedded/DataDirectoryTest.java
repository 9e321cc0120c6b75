package io.nicotask.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    private Path temporary;

    @Test
    void a_new_directory_belongs_to_its_owner_alone() throws Exception {
        Path path = temporary.resolve("parent/data");

        try (DataDirectory directory = DataDirectory.open(path)) {
            assertThat(directory.path()).isEqualTo(path.toRealPath());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void a_directory_is_in_use_while_this_process_has_locked_it() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary);

        try (DataDirectory locked = DataDirectory.open(temporary)) {
            assertThatThrownBy(() -> DataDirectory.open(link))
                    .isInstanceOf(DataDirectoryInUse.class)
                    .hasMessageContaining("in use")
                    .hasMessageContaining(locked.path().toString());
        }
    }

    @Test
    void a_refused_second_lock_does_not_release_the_first() throws Exception {
        try (DataDirectory locked = DataDirectory.open(temporary)) {
            assertThatThrownBy(() -> DataDirectory.open(locked.path())).isInstanceOf(DataDirectoryInUse.class);

            try (ChildJvm other = ChildJvm.run(DataDirectoryProcess.class, temporary.toString())) {
                assertThat(other.line()).contains("in use");
            }
        }
    }

    @Test
    void a_directory_is_in_use_while_another_process_has_locked_it_and_free_when_that_is_killed() throws Exception {
        try (ChildJvm other = ChildJvm.run(DataDirectoryProcess.class, temporary.toString())) {
            assertThat(other.line()).startsWith("holds");
            assertThatThrownBy(() -> DataDirectory.open(temporary)).isInstanceOf(DataDirectoryInUse.class);

            other.kill();

            DataDirectory.open(temporary).close();
        }
    }

    @Test
    void an_unlocked_directory_can_be_locked_again_with_its_content() throws Exception {
        DataDirectory first = DataDirectory.open(temporary);
        Files.writeString(first.path().resolve("kept"), "content");

        first.close();
        first.close();

        try (DataDirectory second = DataDirectory.open(temporary)) {
            assertThat(second.path().resolve("kept")).hasContent("content");
            assertThatThrownBy(() -> DataDirectory.open(temporary)).isInstanceOf(DataDirectoryInUse.class);
        }
    }

    @Test
    void an_ephemeral_directory_is_deleted_when_it_is_closed() throws Exception {
        DataDirectory directory = DataDirectory.ephemeral();
        Files.createDirectories(directory.path().resolve("some/where"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                .isEqualTo("rwx------");

        directory.close();

        assertThat(directory.path()).doesNotExist();
    }

    @Test
    void a_path_that_cannot_be_a_directory_is_named() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(EmbeddedStartFailed.class)
                .hasMessageContaining(file.toString());
    }
}
