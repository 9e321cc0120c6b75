package io.nicotask.application.relay;

import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.domain.access.SiteId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Raises the alarm when a site's engine is to be doubted: once, and again only after all was well in between. Each process
 * raises its own; what is shown to operators is asked of the store.
 */
final class SiteAlarm {

    private static final Logger LOG = System.getLogger(SiteAlarm.class.getName());

    private final WorkflowWatch watch;
    private final Set<SiteId> raised = ConcurrentHashMap.newKeySet();

    SiteAlarm(WorkflowWatch watch) {
        this.watch = watch;
    }

    /** Looks at the site, of which a workflow was just seen: whether all is well again. */
    void lookIfRaised(SiteId site) {
        if (raised.contains(site)) {
            look(site);
        }
    }

    /** Looks at the site, of which a workflow was just found missing. */
    void look(SiteId site) {
        Optional<String> reason = watch.missingAt(site).reason();
        if (reason.isEmpty()) {
            if (raised.remove(site)) {
                LOG.log(Level.INFO, () -> "Site " + site + " needs attention no longer: its workflows are known again");
            }
        } else if (raised.add(site)) {
            LOG.log(
                    Level.ERROR,
                    () -> "Site " + site + " needs attention: " + reason.get()
                            + ". No task is ended for it; check the site's target and namespace");
        }
    }
}
