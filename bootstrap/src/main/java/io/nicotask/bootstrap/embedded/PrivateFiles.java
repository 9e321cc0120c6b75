package io.nicotask.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** Creates files and directories that only their owner can read, from the moment they exist. */
final class PrivateFiles {

    private PrivateFiles() {}

    /** Creates the directory, and its parents with default permissions. */
    static void createDirectory(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(directory, permissions("rwx------"));
    }

    /** Writes the file atomically: neither a reader nor the next start after a crash sees part of it. */
    static void write(Path directory, String name, String content) throws IOException {
        Path draft = Files.createTempFile(directory, name, ".tmp", permissions("rw-------"));
        Files.writeString(draft, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void deleteTree(Path root) throws IOException {
        try (Stream<Path> entries = Files.walk(root)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }

    private static FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
