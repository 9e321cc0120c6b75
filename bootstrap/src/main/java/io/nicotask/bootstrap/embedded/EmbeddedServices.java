package io.nicotask.bootstrap.embedded;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The parts that a server brings along where none are configured, in one data directory. */
public final class EmbeddedServices implements AutoCloseable {

    private final DataDirectory directory;
    private final @Nullable EmbeddedDatabase database;
    private final @Nullable EmbeddedTemporal temporal;
    private final @Nullable DevelopmentIssuer issuer;

    private EmbeddedServices(
            DataDirectory directory,
            @Nullable EmbeddedDatabase database,
            @Nullable EmbeddedTemporal temporal,
            @Nullable DevelopmentIssuer issuer) {
        this.directory = directory;
        this.database = database;
        this.temporal = temporal;
        this.issuer = issuer;
    }

    /**
     * Which parts are wanted.
     *
     * @param database a PostgreSQL
     * @param temporal a Temporal in memory
     * @param issuer an issuer of tokens for development
     */
    public record Selection(boolean database, boolean temporal, boolean issuer) {

        /** Whether any is. */
        public boolean any() {
            return database || temporal || issuer;
        }
    }

    /**
     * Starts the parts side by side.
     *
     * @param path the data directory, or null for one that is deleted at the end
     * @throws EmbeddedStartFailed when one cannot be started; the message is a sentence for a person
     * @throws DataDirectoryInUse when another server uses the directory
     */
    public static EmbeddedServices start(Selection selection, @Nullable Path path) {
        DataDirectory directory = path == null ? DataDirectory.ephemeral() : DataDirectory.open(path);
        CompletableFuture<@Nullable EmbeddedTemporal> temporal =
                CompletableFuture.supplyAsync(() -> selection.temporal() ? EmbeddedTemporal.start(0) : null);
        EmbeddedDatabase database = null;
        try {
            DevelopmentIssuer issuer = selection.issuer() ? DevelopmentIssuer.createOrLoad(directory) : null;
            database = selection.database() ? EmbeddedDatabase.start(directory) : null;
            return new EmbeddedServices(directory, database, temporal.join(), issuer);
        } catch (RuntimeException fault) {
            new EmbeddedServices(
                            directory,
                            database,
                            temporal.exceptionally(ignored -> null).join(),
                            null)
                    .close();
            throw fault instanceof CompletionException && fault.getCause() instanceof RuntimeException cause
                    ? cause
                    : fault;
        }
    }

    /** The data directory. */
    public Path directory() {
        return directory.path();
    }

    /** The database, or null when it was not wanted. */
    public @Nullable EmbeddedDatabase database() {
        return database;
    }

    /** Temporal, or null when it was not wanted. */
    public @Nullable EmbeddedTemporal temporal() {
        return temporal;
    }

    /** The issuer, or null when it was not wanted. */
    public @Nullable DevelopmentIssuer issuer() {
        return issuer;
    }

    /** Stops Temporal, then the database, then lets the directory go. */
    @Override
    public void close() {
        if (temporal != null) {
            temporal.close();
        }
        if (database != null) {
            database.close();
        }
        directory.close();
    }
}
