package io.nicotask.application.port;

import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Maps orgs to providers, and sites to their providers. Every method may throw {@link StoreUnavailable}. */
public interface SiteDirectory {

    /** Returns the Infrastructure Provider of the org, or empty when it has none. */
    Optional<ProviderId> providerOf(OrgName org);

    /** Returns the site, or empty when there is none. A site that is out of service is returned with its flag. */
    Optional<Site> site(SiteId id);

    /** Returns the Infrastructure Provider of the org, and the site, both as of one instant. */
    ProviderAndSite find(OrgName org, SiteId id);

    /**
     * The provider of an org, and a site, which need not be the provider's.
     *
     * @param provider the provider, or null when the org has none
     * @param site the site, or null when there is none
     */
    record ProviderAndSite(
            @Nullable ProviderId provider, @Nullable Site site) {}

    /**
     * A site.
     *
     * @param id the site's id
     * @param provider the provider that owns the site
     * @param flowEnabled whether NICo Flow, which runs the tasks, is enabled at the site
     * @param inService whether callers may use the site; the system also serves the tasks of a site that is out of
     *     service
     */
    record Site(SiteId id, ProviderId provider, boolean flowEnabled, boolean inService) {}
}
