package io.nicotask.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The PostgreSQL of a data directory, as seen by whoever does not hold the directory. */
public final class LeftBehind {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private LeftBehind() {}

    /** Whether a PostgreSQL runs on the directory. */
    public static boolean runsIn(Path dataDirectory) throws IOException {
        return Postmaster.of(cluster(dataDirectory)).isPresent();
    }

    /** Stops it, if it runs. */
    public static void stopIn(Path dataDirectory) throws IOException {
        Postmaster.stopOrphan(cluster(dataDirectory), PATIENCE);
    }

    private static Path cluster(Path dataDirectory) throws IOException {
        return dataDirectory.toRealPath().resolve("postgres");
    }
}
