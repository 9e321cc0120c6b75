package io.nicotask.bootstrap;

import io.nicotask.bootstrap.embedded.EmbeddedTemporal;
import io.nicotask.domain.access.SiteId;
import java.util.UUID;

/** A site with a Temporal of its own, the breakable way that leads there, and the truth behind it. */
final class TestSite implements AutoCloseable {

    private final SiteId id = new SiteId(UUID.randomUUID());
    private final TcpProxy way;
    private EmbeddedTemporal server = EmbeddedTemporal.start(0);
    private TemporalTruth truth = new TemporalTruth(server.target());

    TestSite() {
        this.way = new TcpProxy(server.target());
    }

    SiteId id() {
        return id;
    }

    /** Where the server listens, past the way. */
    String target() {
        return server.target();
    }

    TcpProxy way() {
        return way;
    }

    TemporalTruth truth() {
        return truth;
    }

    /** The server goes away with all that it knew, and an empty one takes its place, behind the same way. */
    void loseMemory() {
        closeServer();
        server = EmbeddedTemporal.start(0);
        truth = new TemporalTruth(server.target());
        way.leadTo(server.target());
    }

    @Override
    public void close() {
        way.close();
        closeServer();
    }

    private void closeServer() {
        truth.close();
        server.close();
    }
}
