package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.persistence.SiteChanges.EngineAddress;
import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.adapter.workflow.TemporalServer;

/**
 * The Temporal of a site.
 *
 * @param address its address
 * @param server how it is reached
 */
record SiteEngine(EngineAddress address, TemporalServer server) {

    /** Returns an external Temporal. */
    static SiteEngine at(EngineAddress address, TemporalSecurity security) {
        return new SiteEngine(address, security.applyTo(plain(address)));
    }

    /** Returns the embedded Temporal, which has neither TLS nor keys. */
    static SiteEngine embedded(EngineAddress address) {
        return new SiteEngine(address, plain(address).losingWorkflowsAtRestart());
    }

    private static TemporalServer plain(EngineAddress address) {
        return TemporalEngine.at(address.target()).namespace(address.namespace());
    }
}
