package io.nicotask.adapter.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nicotask.application.port.SiteDirectory.Site;

/** A site, as clients see it. NICo's clients need a status of the published ones; every site is registered. */
record SiteJson(
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("infrastructureProviderId") String infrastructureProviderId,
        @JsonProperty("capabilities") CapabilitiesJson capabilities,
        @JsonProperty("status") String status) {

    static SiteJson of(Site site) {
        return new SiteJson(
                site.id().toString(),
                site.name(),
                site.provider().toString(),
                new CapabilitiesJson(site.flowEnabled()),
                "Registered");
    }

    /** What a site can do. */
    record CapabilitiesJson(@JsonProperty("flow") boolean flow) {}
}
