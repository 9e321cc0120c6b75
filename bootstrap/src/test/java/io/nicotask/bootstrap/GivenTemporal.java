package io.nicotask.bootstrap;

import io.nicotask.bootstrap.config.Scalar;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The Temporal that servers under test use: a real one where it is named, else the one that they bring along. */
final class GivenTemporal {

    /** Names the real server, {@code host:port}. */
    private static final @Nullable String REAL = System.getProperty("nicotask.temporal");

    private GivenTemporal() {}

    /** The flags of a server that uses it, on a task queue of its own, with the parts for development in any case. */
    static Map<Scalar, String> flags() {
        return REAL == null
                ? Map.of()
                : Map.of(
                        Scalar.TEMPORAL_TARGET, REAL,
                        Scalar.TEMPORAL_TASK_QUEUE, "test-" + UUID.randomUUID(),
                        Scalar.DEVELOPMENT_ENABLED, "true");
    }
}
