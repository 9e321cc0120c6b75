package io.nicotask.bootstrap;

import io.nicotask.bootstrap.config.Setting;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The Temporal of servers under test: the configured real one, or the embedded one. */
public final class TemporalUnderTest {

    /** The property with the address of the real server, {@code host:port}. */
    static final String PROPERTY = "nicotask.temporal";

    private static final @Nullable String REAL = System.getProperty(PROPERTY);

    /** Long enough that no call of a test's own client depends on the speed of the machine. */
    private static final Duration CALL_LIMIT = Duration.ofMinutes(5);

    private TemporalUnderTest() {}

    /** Returns a client for tests, which connects on first use. */
    static WorkflowServiceStubs client(String target) {
        return WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(target)
                .setRpcTimeout(CALL_LIMIT)
                .setSystemInfoTimeout(CALL_LIMIT)
                .build());
    }

    /** Whether it is a real server, which other tests use too. */
    public static boolean isReal() {
        return REAL != null;
    }

    /** Returns its address, {@code host:port}; null when none is configured. */
    public static @Nullable String target() {
        return REAL;
    }

    /** Returns a task queue that no other test uses. */
    public static String newTaskQueue() {
        return "test-" + UUID.randomUUID();
    }

    /** Returns the settings of a server that uses it, with its own task queue and development mode on. */
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
