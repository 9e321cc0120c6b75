package io.nicotask.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {

    @TempDir
    private Path temporary;

    @Test
    void a_directory_is_private_when_only_its_owner_can_write_to_it() throws Exception {
        Path directory = Files.createDirectory(
                temporary.resolve("private"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertThat(PostgresBinaries.isPrivate(directory, temporary)).isTrue();

        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx-w----"));

        assertThat(PostgresBinaries.isPrivate(directory, temporary)).isFalse();
    }

    @Test
    void a_symbolic_link_is_not_private() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary);

        assertThat(PostgresBinaries.isPrivate(link, temporary)).isFalse();
    }
}
