package io.nicotask.bootstrap.embedded;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The database, Temporal and token issuer that a server embeds when none are configured, in one data directory. */
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
     * The services to embed.
     *
     * @param database a PostgreSQL
     * @param temporal an in-memory Temporal
     * @param issuer a development issuer of tokens
     */
    public record Selection(boolean database, boolean temporal, boolean issuer) {

        /** Returns whether at least one is selected. */
        public boolean any() {
            return database || temporal || issuer;
        }
    }

    /**
     * Starts the selected services in parallel.
     *
     * @param path the data directory, or null for one that is deleted at the end
     * @throws EmbeddedStartFailed when a service cannot start; the message is one sentence for the operator
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

    /** Returns the data directory. */
    public Path directory() {
        return directory.path();
    }

    /** Returns the database, or null when it was not selected. */
    public @Nullable EmbeddedDatabase database() {
        return database;
    }

    /** Returns Temporal, or null when it was not selected. */
    public @Nullable EmbeddedTemporal temporal() {
        return temporal;
    }

    /** Returns the issuer, or null when it was not selected. */
    public @Nullable DevelopmentIssuer issuer() {
        return issuer;
    }

    /** Stops Temporal, then the database, then unlocks the directory. */
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
