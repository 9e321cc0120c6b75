package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.workflow.WorkflowModule.Endpoint;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.Settings.Organization;
import io.nicotask.bootstrap.config.Settings.Site;
import io.nicotask.bootstrap.config.Settings.SiteTemporal;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Maps the configured orgs and sites to the settings of the adapters. */
public final class SiteConfiguration {

    private static final SiteTemporal NO_OVERRIDES = new SiteTemporal(null, null, null);

    private final List<Organization> organizations;

    public SiteConfiguration(List<Organization> organizations) {
        this.organizations = organizations;
    }

    /** Returns the orgs with their providers and sites. */
    public List<PersistenceModule.Organization> directory() {
        return organizations.stream()
                .map(organization -> new PersistenceModule.Organization(
                        new OrgName(organization.org()),
                        new ProviderId(organization.provider()),
                        organization.sites().stream()
                                .map(SiteConfiguration::siteOf)
                                .toList()))
                .toList();
    }

    /**
     * Returns the Temporal endpoint of each site.
     *
     * @param defaults values for what a site does not set
     * @param embeddedTarget the address of the embedded Temporal, or null when there is none
     */
    Map<SiteId, Endpoint> endpoints(Settings.Temporal defaults, @Nullable String embeddedTarget) {
        return organizations.stream()
                .flatMap(organization -> organization.sites().stream())
                .collect(Collectors.toMap(
                        site -> new SiteId(site.id()), site -> endpointOf(site, defaults, embeddedTarget)));
    }

    private static OrganizationSite siteOf(Site site) {
        boolean flowEnabled = site.flowEnabled() == null || site.flowEnabled();
        return new OrganizationSite(new SiteId(site.id()), flowEnabled);
    }

    private static Endpoint endpointOf(Site site, Settings.Temporal defaults, @Nullable String embeddedTarget) {
        SiteTemporal overrides = site.temporal() == null ? NO_OVERRIDES : site.temporal();
        String sharedTarget = defaults.target() == null ? embeddedTarget : defaults.target();
        String target = Objects.requireNonNull(overrides.target() == null ? sharedTarget : overrides.target());
        return new Endpoint(
                target,
                overrides.namespace() == null ? defaults.namespace() : overrides.namespace(),
                overrides.taskQueue() == null ? defaults.taskQueue() : overrides.taskQueue(),
                target.equals(embeddedTarget));
    }
}
