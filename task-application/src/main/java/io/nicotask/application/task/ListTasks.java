package io.nicotask.application.task;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;

/** Lists the tasks of a site, of a rack or of a tray, newest first. */
@FunctionalInterface
@CheckReturnValue
public interface ListTasks {

    /**
     * Returns the tasks as last committed.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    ListTasksResult list(ListTasksCommand command);

    /** Creates the use case with the given ports. */
    static ListTasks using(Ports ports) {
        return new ListTasksService(ports);
    }
}
