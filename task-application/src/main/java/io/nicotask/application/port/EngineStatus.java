package io.nicotask.application.port;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this process has observed of the workflow engine of a site, by the calls that it made. Both are null before the
 * first of them has ended.
 *
 * @param lastReply when the engine last replied, or null if it never did
 * @param unreachableSince when the first call failed after the last reply, or null if the last call did not; as long as it
 *     is set, the engine gets one call a second
 */
public record EngineStatus(
        @Nullable Instant lastReply, @Nullable Instant unreachableSince) {

    /** No call has ended. */
    public static final EngineStatus UNKNOWN = new EngineStatus(null, null);
}
