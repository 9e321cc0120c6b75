package io.nicotask.application.internal.work;

import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.domain.value.SiteId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Raises an alarm in the log when the workflows of a site's engine are missing or in another namespace: once, and again
 * only after the site has recovered. Each process logs its own alarms; operators see the state from the store.
 */
final class SiteHealthAlarm {

    private static final Logger LOG = System.getLogger(SiteHealthAlarm.class.getName());

    private final WorkflowMonitor monitor;
    private final Set<SiteId> raised = ConcurrentHashMap.newKeySet();

    SiteHealthAlarm(WorkflowMonitor monitor) {
        this.monitor = monitor;
    }

    /** Checks a site with an alarm for recovery, after one of its workflows was found. */
    void checkIfRaised(SiteId site) {
        if (raised.contains(site)) {
            check(site);
        }
    }

    /** Checks the site, after one of its workflows was not found, or was searched in another namespace. */
    void check(SiteId site) {
        Optional<String> reason = monitor.missingWorkflowsAt(site).reason();
        if (reason.isEmpty()) {
            if (raised.remove(site)) {
                LOG.log(Level.INFO, () -> "Site " + site + " no longer needs attention: its workflows are known again");
            }
        } else if (raised.add(site)) {
            LOG.log(
                    Level.ERROR,
                    () -> "Site " + site + " needs attention: " + reason.get()
                            + ". No task is ended for it; check the site's target and namespace");
        }
    }
}
