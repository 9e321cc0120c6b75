package io.nicotask.bootstrap;

import io.nicotask.bootstrap.config.Setting;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The Temporal that servers under test use: a real one where it is named, else the one that they bring along. */
public final class TemporalUnderTest {

    /** Names the real server, {@code host:port}. */
    static final String PROPERTY = "nicotask.temporal";

    private static final @Nullable String REAL = System.getProperty(PROPERTY);

    /** How long what it is asked for may take: a real one for development writes each step to its file, one by one. */
    public static final Duration BOUND = Duration.ofSeconds(REAL == null ? 10 : 60);

    private TemporalUnderTest() {}

    /** Whether it is a real one, which other tests use too. */
    public static boolean isReal() {
        return REAL != null;
    }

    /** Where it listens, {@code host:port}; null when none is named. */
    public static @Nullable String target() {
        return REAL;
    }

    /** A task queue that no other test uses. */
    public static String newTaskQueue() {
        return "test-" + UUID.randomUUID();
    }

    /** The flags of a server that uses it, on a task queue of its own, with the parts for development in any case. */
    static Map<Setting, String> flags() {
        return REAL == null
                ? Map.of()
                : Map.of(
                        Setting.TEMPORAL_TARGET,
                        REAL,
                        Setting.TEMPORAL_TASK_QUEUE,
                        newTaskQueue(),
                        Setting.DEVELOPMENT_ENABLED,
                        "true");
    }
}
