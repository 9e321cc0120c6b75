package io.nicotask.application.port;

import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.util.Optional;

/** Which org has which provider, and which provider has which site. Every method may throw {@link StoreUnavailable}. */
public interface SiteDirectory {

    /** The Infrastructure Provider of the org, or empty when it has none. */
    Optional<ProviderId> providerOf(OrgName org);

    /** The site, or empty when there is none. A site that was taken out of service is answered with its flag. */
    Optional<Site> site(SiteId id);

    /**
     * A site.
     *
     * @param id its id
     * @param provider the provider that it belongs to
     * @param flowEnabled whether NICo Flow, which runs the tasks, is enabled there
     * @param inService whether callers may still name it; the system goes on tending its tasks when they may not
     */
    record Site(SiteId id, ProviderId provider, boolean flowEnabled, boolean inService) {}
}
