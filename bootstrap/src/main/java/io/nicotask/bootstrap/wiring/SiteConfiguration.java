package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.persistence.SiteChanges;
import io.nicotask.adapter.persistence.SiteChanges.EngineAddress;
import io.nicotask.adapter.persistence.SiteChanges.StoredSite;
import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.Settings.Organization;
import io.nicotask.bootstrap.config.Settings.Site;
import io.nicotask.bootstrap.config.Settings.SiteTemporal;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Maps the configured orgs and sites, and the sites in the database, to the settings of the adapters. */
public final class SiteConfiguration {

    private static final SiteTemporal NO_OVERRIDES = new SiteTemporal(null, null, null);

    private final List<Organization> organizations;
    private final Settings.Temporal defaults;

    /** @param defaults values for what a site does not set */
    public SiteConfiguration(List<Organization> organizations, Settings.Temporal defaults) {
        this.organizations = organizations;
        this.defaults = defaults;
    }

    /** Returns the orgs with their providers and sites. */
    public List<PersistenceModule.Organization> directory() {
        return organizations.stream()
                .map(organization -> new PersistenceModule.Organization(
                        new OrgName(organization.org()),
                        new ProviderId(organization.provider()),
                        organization.sites().stream().map(this::siteOf).toList()))
                .toList();
    }

    /**
     * Adds and updates the orgs and sites in the database, logs what differed, and returns all sites of the database.
     *
     * @throws InvalidSettings when an org or a site has another provider in the database; nothing was written
     */
    List<StoredSite> store(PersistenceModule persistence) {
        try {
            SiteChanges changes = persistence.upsertOrganizations(directory());
            SiteChangeLog.log(
                    changes, sites().map(site -> new SiteId(site.id())).collect(Collectors.toUnmodifiableSet()));
            return changes.after();
        } catch (IllegalArgumentException contradiction) {
            throw new InvalidSettings(contradiction.getMessage() + ".");
        }
    }

    /**
     * Returns the Temporal of each site: that of the configuration for the sites that it names, and that of the database for
     * the others, with the TLS and the key of the defaults. The embedded Temporal serves a site that has neither.
     *
     * @param stored the sites in the database
     * @param embeddedTarget the address of the embedded Temporal, or null when there is none
     * @throws InvalidSettings when a file of TLS or of a key cannot be used
     */
    Map<SiteId, SiteEngine> engines(List<StoredSite> stored, @Nullable String embeddedTarget) {
        TemporalSecurity security = TemporalSecurity.of(defaults);
        Map<SiteId, SiteEngine> engines = new HashMap<>();
        for (StoredSite site : stored) {
            EngineAddress engine = site.engine();
            if (engine != null) {
                engines.put(site.site().id(), SiteEngine.at(engine, security));
            } else if (embeddedTarget != null) {
                engines.put(site.site().id(), embedded(NO_OVERRIDES, embeddedTarget));
            }
        }
        for (int org = 0; org < organizations.size(); org++) {
            List<Site> own = organizations.get(org).sites();
            for (int index = 0; index < own.size(); index++) {
                Site site = own.get(index);
                String path = "organizations[" + org + "].sites[" + index + "].temporal";
                engines.put(
                        new SiteId(site.id()),
                        engineOf(site, security.overriddenBy(overridesOf(site), path), embeddedTarget));
            }
        }
        return Map.copyOf(engines);
    }

    private Stream<Site> sites() {
        return organizations.stream().flatMap(organization -> organization.sites().stream());
    }

    private OrganizationSite siteOf(Site site) {
        return new OrganizationSite(
                new SiteId(site.id()), site.name(), site.flowEnabled(), engineOf(overridesOf(site)));
    }

    /** Returns the address of an external Temporal, or null for the embedded one, whose address changes at each start. */
    private @Nullable EngineAddress engineOf(SiteTemporal overrides) {
        String target = overrides.target() == null ? defaults.target() : overrides.target();
        return target == null ? null : new EngineAddress(target, namespaceOf(overrides), taskQueueOf(overrides));
    }

    private SiteEngine engineOf(Site site, TemporalSecurity security, @Nullable String embeddedTarget) {
        EngineAddress external = engineOf(overridesOf(site));
        return external == null
                ? embedded(overridesOf(site), Objects.requireNonNull(embeddedTarget))
                : SiteEngine.at(external, security);
    }

    private SiteEngine embedded(SiteTemporal overrides, String target) {
        return SiteEngine.embedded(new EngineAddress(target, namespaceOf(overrides), taskQueueOf(overrides)));
    }

    private static SiteTemporal overridesOf(Site site) {
        return site.temporal() == null ? NO_OVERRIDES : site.temporal();
    }

    private String namespaceOf(SiteTemporal overrides) {
        return overrides.namespace() == null ? defaults.namespace() : overrides.namespace();
    }

    private String taskQueueOf(SiteTemporal overrides) {
        return overrides.taskQueue() == null ? defaults.taskQueue() : overrides.taskQueue();
    }
}
