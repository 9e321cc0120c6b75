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
    private final TcpProxy proxy;
    private @Nullable EmbeddedTemporal embedded = TemporalUnderTest.isReal() ? null : EmbeddedTemporal.start(0);
    private TemporalInspector inspector = new TemporalInspector(target(), queue);

    ProxiedTemporalSite() {
        this.proxy = new TcpProxy(target());
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
        return embedded == null ? Objects.requireNonNull(TemporalUnderTest.target()) : embedded.target();
    }

    TcpProxy proxy() {
        return proxy;
    }

    TemporalInspector inspector() {
        return inspector;
    }

    /** Replaces the server by an empty one behind the same proxy. Not for a real server, which keeps its data. */
    void loseData() {
        Objects.requireNonNull(embedded);
        closeServer();
        embedded = EmbeddedTemporal.start(0);
        inspector = new TemporalInspector(target(), queue);
        proxy.forwardTo(target());
    }

    /**
     * Deletes a closed workflow, as a server does at the end of its retention; an in-memory server loses all workflows.
     */
    void forget(TaskId task) {
        if (embedded == null) {
            inspector.delete(task);
        } else {
            loseData();
        }
    }

    @Override
    public void close() {
        proxy.close();
        closeServer();
    }

    private void closeServer() {
        inspector.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
