package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Maps orgs to providers, and sites to their providers, and retires sites. An org has at most one provider, and a site
 * never changes its own. Every method may throw {@link StoreUnavailable}.
 */
@CheckReturnValue
public interface SiteDirectory {

    /** Returns the Infrastructure Provider of the org, or empty when it has none. */
    Optional<ProviderId> providerOf(OrgName org);

    /** Returns the site, or empty when there is none. A retired site is returned as well. */
    Optional<Site> site(SiteId id);

    /** Returns the Infrastructure Provider of the org, and the site, both as of one instant. */
    ProviderAndSite find(OrgName org, SiteId id);

    /**
     * Returns a page of the provider's sites, in the order of their names, then of their ids. Retired sites are included.
     *
     * @param number the number of the page, from 1
     * @param size the maximum number of sites
     */
    SitePage page(ProviderId provider, int number, int size);

    /**
     * Retires a site: from now on no task can be submitted for it. Tasks that it has are not changed. MUST see every task
     * whose submit commits before the site is retired; MUST store the audit entry if, and only if, the site is retired by
     * this call.
     *
     * @param despiteOpenTasks whether to retire it even if it has open tasks
     * @param audit the entry of the audit trail; its time is that from which on the site is retired
     */
    SiteLifecycleResult retire(SiteId site, boolean despiteOpenTasks, AuditEntry audit);

    /** Puts a retired site in service again. MUST store the audit entry if, and only if, this call changes the site. */
    SiteLifecycleResult restore(SiteId site, AuditEntry audit);

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
     * @param name its name for people
     * @param flowEnabled whether NICo Flow, which runs the tasks, is enabled at the site
     * @param retiredAt when it was retired, or null while it is in service; the tasks of a retired site can still be read
     *     and cancelled
     */
    record Site(
            SiteId id,
            ProviderId provider,
            String name,
            boolean flowEnabled,
            @Nullable Instant retiredAt) {

        /** A site in service that is named by its id. */
        public Site(SiteId id, ProviderId provider, boolean flowEnabled) {
            this(id, provider, id.toString(), flowEnabled, null);
        }
    }

    /**
     * A page of sites.
     *
     * @param sites the sites
     * @param total the number of sites on all pages
     */
    record SitePage(List<Site> sites, long total) {

        public SitePage {
            sites = List.copyOf(sites);
        }
    }

    /** The result of {@link #retire} and {@link #restore}. */
    sealed interface SiteLifecycleResult {

        /** The site was retired or restored. */
        record Changed() implements SiteLifecycleResult {}

        /** The site was retired before, or is in service. */
        record Unchanged() implements SiteLifecycleResult {}

        /** There is no such site. */
        record UnknownSite() implements SiteLifecycleResult {}

        /**
         * The site was not retired, as it has open tasks.
         *
         * @param number how many
         */
        record OpenTasks(long number) implements SiteLifecycleResult {}
    }

    /** A task was not stored, because its site is retired. */
    final class SiteRetired extends RuntimeException {

        private static final long serialVersionUID = 1;

        public SiteRetired(String message) {
            super(message);
        }
    }
}
