package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.persistence.SiteChanges;
import io.nicotask.adapter.persistence.SiteChanges.EngineAddress;
import io.nicotask.adapter.persistence.SiteChanges.StoredSite;
import io.nicotask.domain.value.SiteId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs how the configuration and the database differ in their sites when a server starts. */
final class SiteChangeLog {

    private static final Logger LOG = LoggerFactory.getLogger(SiteChangeLog.class);

    private SiteChangeLog() {}

    /**
     * Logs what the start has added and changed, which sites only the database has, and which configured sites are
     * retired.
     *
     * @param configured the sites that the configuration names
     */
    static void log(SiteChanges changes, Set<SiteId> configured) {
        Map<SiteId, StoredSite> before = changes.before().stream()
                .collect(Collectors.toMap(stored -> stored.site().id(), Function.identity()));
        for (StoredSite now : changes.after()) {
            SiteId id = now.site().id();
            if (configured.contains(id)) {
                logConfigured(before.get(id), now);
            } else {
                LOG.info(
                        "Site {} is not in the configuration and continues to be served, as stored: {}",
                        id,
                        describe(now));
            }
        }
    }

    private static void logConfigured(@Nullable StoredSite before, StoredSite now) {
        SiteId id = now.site().id();
        if (before == null) {
            LOG.info("Site {} was added: {}", id, describe(now));
        } else if (!Objects.equals(before.engine(), now.engine())) {
            LOG.warn(
                    "Site {} has another engine in the configuration of this replica than was stored; replicas that"
                            + " run with the stored one must be restarted. Stored: {}; now: {}",
                    id,
                    address(before.engine()),
                    address(now.engine()));
        } else if (!before.equals(now)) {
            LOG.info("Site {} was changed from {} to {}", id, describe(before), describe(now));
        }
        if (now.site().retiredAt() != null) {
            LOG.warn("Site {} is in the configuration, but retired: it accepts no tasks", id);
        }
    }

    private static String describe(StoredSite stored) {
        return "name " + stored.site().name() + ", Flow "
                + (stored.site().flowEnabled() ? "enabled" : "disabled") + ", engine " + address(stored.engine())
                + (stored.site().retiredAt() == null ? "" : ", retired");
    }

    private static String address(@Nullable EngineAddress engine) {
        return engine == null ? "embedded" : engine.toString();
    }
}
