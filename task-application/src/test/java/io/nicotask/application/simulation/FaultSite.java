package io.nicotask.application.simulation;

import io.nicotask.application.port.Change;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a fault strikes.
 *
 * @param port the port that is called
 * @param method the method that is called
 * @param changes what the call writes, once a decision has been made in it
 * @param commanded the task for which hardware is commanded, or null
 */
record FaultSite(
        Class<?> port,
        String method,
        List<Change> changes,
        @Nullable TaskId commanded) {

    FaultSite(Class<?> port, String method, List<Change> changes) {
        this(port, method, changes, null);
    }

    boolean is(String name) {
        return method.equals(name);
    }

    /** The call, for reports. */
    String name() {
        return port.getSimpleName() + "." + method;
    }
}
