package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.domain.access.TaskScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers which stops are open. MUST stay fast with many thousands of them. */
@FunctionalInterface
@CheckReturnValue
public interface StopQueries {

    /**
     * The next of the site's stops that are not confirmed or need attention, the longest requested first, then by the
     * task's id. Whoever walks on from the last one's position meets each that stays open exactly once.
     *
     * @param after when the last one that is known was requested, and its task; or null at the beginning
     * @param limit the most that is wanted, at least 1
     * @throws StoreUnavailable when the store cannot be asked
     */
    List<UnconfirmedStop> findUnconfirmed(TaskScope scope, @Nullable Position after, int limit);
}
