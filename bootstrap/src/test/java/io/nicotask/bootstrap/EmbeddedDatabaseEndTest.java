package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.bootstrap.embedded.OrphanedPostgres;
import io.nicotask.faults.Fault;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose embedded database was killed ends, too. */
@Timeout(600)
final class EmbeddedDatabaseEndTest {

    @TempDir
    private Path directory;

    @Test
    void a_server_whose_embedded_database_was_killed_ends_with_a_sentence() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory)) {
            OrphanedPostgres.killIn(ServerProcess.data(directory));

            assertThat(server.awaitEnd()).isEqualTo(1);
            assertThat(Files.readString(ServerProcess.output(directory)))
                    .containsOnlyOnce(
                            "The embedded database has ended; the server cannot work without it and ends, too.");
            FiredFaults.count(Fault.EMBEDDED_DATABASE_ENDED, Layer.PROCESS, 1);
        }
    }
}
