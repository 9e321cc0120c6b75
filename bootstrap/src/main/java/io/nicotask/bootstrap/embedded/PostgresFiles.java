package io.nicotask.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The files of the embedded database in a data directory. The password is a draft until the first start has succeeded,
 * which distinguishes an interrupted first start from data that must be kept.
 */
record PostgresFiles(Path dataDirectory) {

    private static final String PASSWORD_DRAFT = "postgres-password.new";
    private static final int PASSWORD_BYTES = 24;

    /** Returns PostgreSQL's own data directory. */
    Path directory() {
        return dataDirectory.resolve("postgres");
    }

    /** Returns the file with the output of the server and its tools since the last start. */
    Path log() {
        return dataDirectory.resolve("postgres.log");
    }

    /** Deletes the output of the last start. */
    void clearLog() throws IOException {
        Files.deleteIfExists(log());
    }

    /** Returns whether pg_ctl has reported that the server did not start; this build of it has no translations. */
    boolean logReportsFailedStart() throws IOException {
        return Files.exists(log()) && Files.readString(log()).contains("pg_ctl: could not start server");
    }

    /**
     * Prepares the files for a start and returns the file that holds the password.
     *
     * @throws EmbeddedStartFailed when there is data but its password file is missing
     */
    Path prepare() throws IOException {
        if (Files.exists(password())) {
            return password();
        }
        if (Files.exists(directory())) {
            clearInterruptedStart();
        }
        PrivateFiles.write(dataDirectory, PASSWORD_DRAFT, randomPassword());
        return passwordDraft();
    }

    /** Marks the data as worth keeping, once the first start has succeeded. */
    void confirm() throws IOException {
        if (Files.exists(passwordDraft())) {
            Files.move(passwordDraft(), password(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void clearInterruptedStart() throws IOException {
        if (!Files.exists(passwordDraft())) {
            throw new EmbeddedStartFailed(
                    "The password file %s is missing: bring it back, or remove %s to begin with an empty database."
                            .formatted(password(), directory()),
                    null);
        }
        PrivateFiles.deleteTree(directory());
    }

    private Path password() {
        return dataDirectory.resolve("postgres-password");
    }

    private Path passwordDraft() {
        return dataDirectory.resolve(PASSWORD_DRAFT);
    }

    private static String randomPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
