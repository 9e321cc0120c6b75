package io.nicotask.bootstrap.embedded;

import io.nicotask.bootstrap.ProcessSignals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The PostgreSQL of a data directory, for tests that have not locked the directory. */
public final class OrphanedPostgres {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private OrphanedPostgres() {}

    /** Whether a PostgreSQL runs on the directory. */
    public static boolean runsIn(Path dataDirectory) throws IOException {
        return Postmaster.of(cluster(dataDirectory)).isPresent();
    }

    /** Stops it if it runs. */
    public static void stopIn(Path dataDirectory) throws IOException {
        Postmaster.stopOrphan(cluster(dataDirectory), TIMEOUT);
    }

    /** Kills it with all its processes, as if its host had failed. */
    public static void killIn(Path dataDirectory) throws IOException {
        ProcessHandle server = running(dataDirectory);
        List<ProcessHandle> descendants = server.descendants().toList();
        server.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    /** Shuts it down in immediate mode, without a checkpoint: the next start recovers from the write-ahead log. */
    public static void stopAtOnceIn(Path dataDirectory) throws IOException {
        ProcessSignals.send("QUIT", running(dataDirectory));
    }

    private static ProcessHandle running(Path dataDirectory) throws IOException {
        return Postmaster.of(cluster(dataDirectory)).orElseThrow().process();
    }

    private static Path cluster(Path dataDirectory) throws IOException {
        return dataDirectory.toRealPath().resolve("postgres");
    }
}
