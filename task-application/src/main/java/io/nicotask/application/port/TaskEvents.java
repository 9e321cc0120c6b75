package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.List;

/**
 * The feed of all events of a storage, for all sites. A reader keeps the position of the last event that it has dealt with,
 * best in the same transaction as what it has made of it, and continues from there. It sees each event once.
 */
@CheckReturnValue
public interface TaskEvents {

    /**
     * Returns the next events, by position. MUST NOT return an event before all events of smaller positions are committed,
     * however late that is: so a reader that continues from the last position misses none. MUST return an event once every
     * transaction that was running when it was committed has ended.
     *
     * @param position the position of the last event that was read; 0 at the beginning
     * @param limit the maximum number of events, at least 1
     * @throws StoreUnavailable when the store cannot be read
     */
    List<TaskEvent> after(long position, int limit);
}
