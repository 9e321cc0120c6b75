package io.nicotask.bootstrap;

import io.nicotask.bootstrap.embedded.EmbeddedTemporal;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A site with its own Temporal, or with the given real one, a fault-injecting proxy to it, and an inspector that
 * bypasses the proxy.
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

    /** Returns the task queue of its workers. */
    String queue() {
        return queue;
    }

    /** Returns the Temporal server's address behind the proxy. */
    String target() {
        return own == null ? Objects.requireNonNull(TemporalUnderTest.target()) : own.target();
    }

    TcpProxy proxy() {
        return way;
    }

    TemporalInspector truth() {
        return inspector;
    }

    /** Replaces the server by an empty one behind the same proxy. Not for a real server, which keeps its data. */
    void loseMemory() {
        Objects.requireNonNull(own);
        closeServer();
        own = EmbeddedTemporal.start(0);
        inspector = new TemporalInspector(target(), queue);
        way.leadTo(target());
    }

    /**
     * Deletes a closed workflow, as a server does at the end of its retention; an in-memory server loses all workflows.
     */
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
