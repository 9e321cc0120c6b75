package io.nicotask.bootstrap;

import io.nicotask.bootstrap.embedded.EmbeddedTemporal;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.TaskId;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A site with a Temporal of its own, or with the real one that is given, the breakable way that leads there, and the truth
 * behind it.
 */
final class TestSite implements AutoCloseable {

    private final SiteId id = new SiteId(UUID.randomUUID());
    private final String queue = GivenTemporal.newTaskQueue();
    private final TcpProxy way;
    private @Nullable EmbeddedTemporal own = GivenTemporal.isReal() ? null : EmbeddedTemporal.start(0);
    private TemporalTruth truth = new TemporalTruth(target(), queue);

    TestSite() {
        this.way = new TcpProxy(target());
    }

    SiteId id() {
        return id;
    }

    /** The task queue of its workers. */
    String queue() {
        return queue;
    }

    /** Where the server listens, past the way. */
    String target() {
        return own == null ? Objects.requireNonNull(GivenTemporal.target()) : own.target();
    }

    TcpProxy way() {
        return way;
    }

    TemporalTruth truth() {
        return truth;
    }

    /**
     * The server goes away with all that it knew, and an empty one takes its place, behind the same way. Not for a real
     * one, which keeps what it knows.
     */
    void loseMemory() {
        Objects.requireNonNull(own);
        closeServer();
        own = EmbeddedTemporal.start(0);
        truth = new TemporalTruth(target(), queue);
        way.leadTo(target());
    }

    /** The server forgets a closed workflow, as it does some days after the end; one in memory forgets all of them. */
    void forget(TaskId task) {
        if (own == null) {
            truth.delete(task);
        } else {
            loseMemory();
        }
    }

    @Override
    public void close() {
        way.close();
        closeServer();
    }

    private void closeServer() {
        truth.close();
        if (own != null) {
            own.close();
        }
    }
}
