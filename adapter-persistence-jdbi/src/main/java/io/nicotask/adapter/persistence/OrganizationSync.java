package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.persistence.SiteChanges.StoredSite;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Adds and updates orgs, providers and sites. Takes nothing away: what is not in the list stays as it is. What has a
 * provider keeps it.
 */
final class OrganizationSync {

    private final Handle handle;
    private final Map<SiteId, StoredSite> stored;

    private OrganizationSync(Handle handle, List<StoredSite> stored) {
        this.handle = handle;
        this.stored =
                stored.stream().collect(Collectors.toMap(site -> site.site().id(), Function.identity()));
    }

    /**
     * Writes the orgs.
     *
     * @throws IllegalArgumentException if an org or a site has another provider; the transaction must be rolled back
     */
    static SiteChanges upsert(Handle handle, List<Organization> organizations) {
        // Replicas take turns; readers do not wait.
        handle.execute("lock table nico.org in share row exclusive mode");
        List<StoredSite> before = SiteRow.readAll(handle);
        OrganizationSync sync = new OrganizationSync(handle, before);
        organizations.forEach(sync::upsert);
        return new SiteChanges(before, SiteRow.readAll(handle));
    }

    private void upsert(Organization organization) {
        ProviderId provider = organization.provider();
        handle.createUpdate("insert into nico.provider (id) values (:provider) on conflict do nothing")
                .bind("provider", provider.value())
                .execute();
        handle.createUpdate("insert into nico.org (name, provider_id) values (:name, :provider) on conflict do nothing")
                .bind("name", organization.name().value())
                .bind("provider", provider.value())
                .execute();
        requireSame("The org " + organization.name(), providerOf(organization.name()), provider);
        organization.sites().forEach(site -> upsert(provider, site));
    }

    /** Leaves a site alone that is as configured, so that the start of a replica waits for no submit. */
    private void upsert(ProviderId provider, OrganizationSite site) {
        StoredSite known = stored.get(site.id());
        if (known != null) {
            requireSame("The site " + site.id(), known.site().provider(), provider);
        }
        if (known == null || !known.isAs(site)) {
            SiteRow.upsert(handle, provider, site);
        }
    }

    private ProviderId providerOf(OrgName org) {
        return new ProviderId(handle.createQuery("select provider_id from nico.org where name = :name")
                .bind("name", org.value())
                .mapTo(UUID.class)
                .one());
    }

    private static void requireSame(String what, ProviderId stored, ProviderId given) {
        if (!stored.equals(given)) {
            throw new IllegalArgumentException(
                    what + " belongs to the provider " + stored + " in the database and cannot change to " + given);
        }
    }
}
