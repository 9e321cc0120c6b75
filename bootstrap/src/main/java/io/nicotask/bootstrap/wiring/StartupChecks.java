package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.http.HttpModule;
import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.adapter.workflow.TemporalEngine.ExternalWorkflow;
import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.SiteId;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is checked before a server starts anything: a start that must fail changes no database. */
final class StartupChecks {

    /** Stands for the embedded Temporal, whose address is not known before it runs. */
    private static final String NOT_STARTED = "embedded";

    private StartupChecks() {}

    /**
     * Checks issuers, the files for Temporal, external workflows and the address to listen on.
     *
     * @throws RuntimeException when the server cannot start; the message is one sentence for the operator
     */
    static void run(Settings settings, DevelopmentMode development) {
        if (!development.issuer()) {
            IssuerConfiguration.of(settings, null);
        }
        SiteConfiguration sites = new SiteConfiguration(development.organizations(settings), settings.temporal());
        TemporalEngine.Builder unused = temporal(settings, sites.engines(List.of(), NOT_STARTED));
        // The port may be taken until the server listens; that ends the start with the same sentence, but later.
        HttpModule.checkAddress(settings.http().host(), settings.http().port());
    }

    /**
     * Returns a builder of the engine of all sites.
     *
     * @throws InvalidSettings when the configured external workflows contradict the sites
     */
    static TemporalEngine.Builder temporal(Settings settings, Map<SiteId, SiteEngine> engines) {
        TemporalEngine.Builder temporal = TemporalEngine.builder();
        engines.forEach((site, engine) ->
                temporal.site(site, engine.server(), engine.address().taskQueue()));
        try {
            settings.workflows()
                    .forEach((code, own) -> temporal.externalWorkflow(
                            Operation.ofCode(code).orElseThrow(),
                            new ExternalWorkflow(own.type(), own.taskQueue(), Objects.requireNonNull(own.actsFor()))));
            return temporal;
        } catch (IllegalArgumentException invalid) {
            throw InvalidSettings.in(settings.source(), String.valueOf(invalid.getMessage()));
        }
    }
}
