package io.nicotask.domain.report;

import io.nicotask.domain.value.TextConstraints;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a stage or a step of a report. Times are whole seconds.
 *
 * @param status the current status
 * @param startedAt when it began, or null before that
 * @param finishedAt when it ended, or null before that
 * @param error the error, one line of at most {@link TextConstraints#MAX_ERROR_BYTES} bytes, or null when there is none
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

    Progress fail(String failure, Instant at) {
        return isRunning() ? new Progress(Status.FAILED, startedAt, end(at), TextConstraints.errorLine(failure)) : this;
    }

    boolean isRunning() {
        return status == Status.RUNNING;
    }

    /** Truncates an end to whole seconds; never before the start, even when the clock was set back. */
    private Instant end(Instant at) {
        Instant end = seconds(at);
        return startedAt != null && end.isBefore(startedAt) ? startedAt : end;
    }

    private static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The status of a stage or a step. */
    public enum Status {
        PENDING,
        RUNNING,
        COMPLETED,
        FAILED,
        SKIPPED
    }
}
