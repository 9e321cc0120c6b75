package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.application.port.SiteDirectory.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All sites of the database, by provider and name, before and after orgs were written.
 *
 * @param before the sites before
 * @param after the sites after
 */
public record SiteChanges(List<StoredSite> before, List<StoredSite> after) {

    public SiteChanges {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /**
     * A site in the database.
     *
     * @param site the site
     * @param engine the address of its workflow engine, or null if none was ever configured
     */
    public record StoredSite(Site site, @Nullable EngineAddress engine) {

        boolean isAs(OrganizationSite configured) {
            return isAs(configured.name(), site.name())
                    && isAs(configured.flowEnabled(), site.flowEnabled())
                    && isAs(configured.engine(), engine);
        }

        private static boolean isAs(@Nullable Object configured, @Nullable Object stored) {
            return configured == null || configured.equals(stored);
        }
    }

    /**
     * Where the workflow engine of a site is.
     *
     * @param target the server's address, {@code host:port}
     * @param namespace the namespace of the workflows
     * @param taskQueue the queue of the built-in workflow
     */
    public record EngineAddress(String target, String namespace, String taskQueue) {

        /** Returns the address as a log shows it. */
        @Override
        public String toString() {
            return target + " (namespace " + namespace + ", task queue " + taskQueue + ")";
        }
    }
}
