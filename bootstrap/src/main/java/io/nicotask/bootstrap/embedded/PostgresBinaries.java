package io.nicotask.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Where the programs of PostgreSQL are unpacked, once for all data directories of a user. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /**
     * Below a directory of the temporary one that nobody else can enter; below the data directory when somebody else was there
     * first, since what lies here is going to be executed. The library lets everybody write to the directory that it is given:
     * the one above must keep them out.
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
