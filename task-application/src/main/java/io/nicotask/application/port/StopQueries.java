package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds and lists open stops. Lists MUST stay fast with many thousands of them. */
@CheckReturnValue
public interface StopQueries {

    /**
     * Returns the next stops of the site that are not confirmed, ordered by the time of their request, oldest first,
     * then by task id. A client that continues from the position of the last stop of each result
     * sees each stop that stays open exactly once.
     *
     * @param after the position of the last stop that was returned, or null at the beginning
     * @param limit the maximum number of stops, at least 1
     * @throws StoreUnavailable when the store cannot be read
     */
    List<UnconfirmedStop> findUnconfirmed(TaskScope scope, @Nullable Position after, int limit);

    /**
     * Returns the stop of the task unless it is confirmed; empty when none was requested.
     *
     * @throws StoreUnavailable when the store cannot be read
     */
    Optional<UnconfirmedStop> find(TaskScope scope, TaskId task);
}
