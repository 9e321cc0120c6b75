package io.nicotask.domain.report;

import io.nicotask.domain.value.TextConstraints;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far a stage or a step of a report is. Times are whole seconds.
 *
 * @param status where it stands
 * @param startedAt when it began, or null while it has not
 * @param finishedAt when it ended, or null while it has not
 * @param error what went wrong, one line of at most {@link TextConstraints#MAX_ERROR_BYTES} bytes, or null when nothing did
 */
public record Progress(
        Status status,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String error) {

    static final Progress PENDING = new Progress(Status.PENDING, null, null, null);
    static final Progress SKIPPED = new Progress(Status.SKIPPED, null, null, null);

    Progress begin(Instant at) {
        return status == Status.PENDING ? new Progress(Status.RUNNING, seconds(at), null, null) : this;
    }

    Progress complete(Instant at) {
        return isRunning() ? new Progress(Status.COMPLETED, startedAt, end(at), null) : this;
    }

    Progress fail(String why, Instant at) {
        return isRunning() ? new Progress(Status.FAILED, startedAt, end(at), TextConstraints.errorLine(why)) : this;
    }

    boolean isRunning() {
        return status == Status.RUNNING;
    }

    /** The whole second of an end, never before the beginning, whatever the clock says. */
    private Instant end(Instant at) {
        Instant end = seconds(at);
        return startedAt != null && end.isBefore(startedAt) ? startedAt : end;
    }

    private static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Where a stage or a step stands. */
    public enum Status {
        PENDING,
        RUNNING,
        COMPLETED,
        FAILED,
        SKIPPED
    }
}
