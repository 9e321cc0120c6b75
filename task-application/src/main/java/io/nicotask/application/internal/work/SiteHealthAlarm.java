package io.nicotask.application.internal.work;

import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.domain.value.SiteId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Raises the alarm when a site's engine is to be doubted: once, and again only after all was well in between. Each process
 * raises its own; what is shown to operators is asked of the store.
 */
final class SiteHealthAlarm {

    private static final Logger LOG = System.getLogger(SiteHealthAlarm.class.getName());

    private final WorkflowMonitor monitor;
    private final Set<SiteId> raised = ConcurrentHashMap.newKeySet();

    SiteHealthAlarm(WorkflowMonitor monitor) {
        this.monitor = monitor;
    }

    /** Looks at the site, of which a workflow was just seen: whether all is well again. */
    void checkIfRaised(SiteId site) {
        if (raised.contains(site)) {
            check(site);
        }
    }

    /** Looks at the site, of which a workflow was just found missing. */
    void check(SiteId site) {
        Optional<String> reason = monitor.missingWorkflowsAt(site).reason();
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
