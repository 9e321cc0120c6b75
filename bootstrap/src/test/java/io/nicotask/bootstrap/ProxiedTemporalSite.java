package io.nicotask.bootstrap;

import io.nicotask.bootstrap.embedded.EmbeddedTemporal;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A site with a Temporal of its own, or with the real one that is given, the breakable way that leads there, and the truth
 * behind it.
 */
final class ProxiedTemporalSite implements AutoCloseable {

    private final SiteId id = new SiteId(UUID.randomUUID());
    private final String queue = TemporalUnderTest.newTaskQueue();
    private final TcpProxy way;
    private @Nullable EmbeddedTemporal own = TemporalUnderTest.isReal() ? null : EmbeddedTemporal.start(0);
    private TemporalInspector inspector = new TemporalInspector(target(), queue);

    ProxiedTemporalSite() {
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
        return own == null ? Objects.requireNonNull(TemporalUnderTest.target()) : own.target();
    }

    TcpProxy proxy() {
        return way;
    }

    TemporalInspector truth() {
        return inspector;
    }

    /**
     * The server goes away with all that it knew, and an empty one takes its place, behind the same way. Not for a real
     * one, which keeps what it knows.
     */
    void loseMemory() {
        Objects.requireNonNull(own);
        closeServer();
        own = EmbeddedTemporal.start(0);
        inspector = new TemporalInspector(target(), queue);
        way.leadTo(target());
    }

    /** The server forgets a closed workflow, as it does some days after the end; one in memory forgets all of them. */
    void forget(TaskId task) {
        if (own == null) {
            inspector.delete(task);
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
        inspector.close();
        if (own != null) {
            own.close();
        }
    }
}
