package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Writes the configured orgs, providers and sites to their tables. */
final class OrganizationSync {

    private OrganizationSync() {}

    static void upsert(Handle handle, List<Organization> organizations) {
        // Replicas take turns; readers do not wait.
        handle.execute("lock table org in share row exclusive mode");
        retireOthers(handle, organizations);
        organizations.forEach(organization -> upsert(handle, organization));
    }

    /** Deletes orgs, and takes sites out of service, that are no longer configured. */
    private static void retireOthers(Handle handle, List<Organization> organizations) {
        List<String> names = organizations.stream()
                .map(organization -> organization.name().value())
                .toList();
        List<UUID> sites = organizations.stream()
                .flatMap(organization -> organization.sites().stream())
                .map(site -> site.id().value())
                .toList();
        handle.createUpdate("delete from org where name <> all(:names)")
                .bindArray("names", String.class, names)
                .execute();
        handle.createUpdate("update site set in_service = false where in_service and id <> all(:sites)")
                .bindArray("sites", UUID.class, sites)
                .execute();
    }

    private static void upsert(Handle handle, Organization organization) {
        UUID provider = organization.provider().value();
        handle.createUpdate("insert into provider (id) values (:provider) on conflict do nothing")
                .bind("provider", provider)
                .execute();
        handle.createUpdate("""
                        insert into org (name, provider_id) values (:name, :provider)
                        on conflict (name) do update set provider_id = excluded.provider_id
                        """)
                .bind("name", organization.name().value())
                .bind("provider", provider)
                .execute();
        organization.sites().forEach(site -> upsert(handle, provider, site));
    }

    private static void upsert(Handle handle, UUID provider, OrganizationSite site) {
        handle.createUpdate("""
                        insert into site (id, provider_id, flow_enabled, in_service)
                        values (:id, :provider, :flowEnabled, true)
                        on conflict (id) do update
                        set provider_id = excluded.provider_id, flow_enabled = excluded.flow_enabled, in_service = true
                        """)
                .bind("id", site.id().value())
                .bind("provider", provider)
                .bind("flowEnabled", site.flowEnabled())
                .execute();
    }
}
