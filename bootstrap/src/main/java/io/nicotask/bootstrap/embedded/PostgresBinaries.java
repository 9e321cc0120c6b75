package io.nicotask.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory with PostgreSQL's unpacked programs, shared by all data directories of a user. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /**
     * Returns a directory that only its owner can enter: below the temporary directory, or below the data directory
     * when another user has created the first one, because the programs in it will be executed. The library makes the
     * directory that it gets writable for all users, so its parent must keep them out.
     */
    static Path directory(Path dataDirectory) throws IOException {
        Path shared = Path.of(System.getProperty("java.io.tmpdir"), "nico-tasks-" + System.getProperty("user.name"));
        try {
            PrivateFiles.createDirectory(shared);
        } catch (FileAlreadyExistsException e) {
            if (!isPrivate(shared, dataDirectory)) {
                return dataDirectory.resolve("programs");
            }
        }
        return shared.resolve("programs");
    }

    static boolean isPrivate(Path directory, Path ownedByUs) throws IOException {
        var found = Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return found.isDirectory()
                && found.owner().equals(Files.getOwner(ownedByUs))
                && found.permissions().equals(PosixFilePermissions.fromString("rwx------"));
    }
}
