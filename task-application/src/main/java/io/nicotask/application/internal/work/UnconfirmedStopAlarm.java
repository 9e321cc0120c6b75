package io.nicotask.application.internal.work;

import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.WorkflowOutbox;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** Logs each stop that needs attention, in one line; each stop is logged once, by one process. */
public final class UnconfirmedStopAlarm {

    private static final Logger LOG = System.getLogger(UnconfirmedStopAlarm.class.getName());

    private final WorkflowOutbox outbox;

    public UnconfirmedStopAlarm(WorkflowOutbox outbox) {
        this.outbox = outbox;
    }

    /**
     * Claims stops that have not been alerted, and returns their reports for the caller to run, each independent of the
     * others.
     *
     * @param limit the maximum number of claims
     */
    public List<Runnable> claimDue(int limit) {
        return outbox.claimUnalerted(limit).stream()
                .<Runnable>map(stop -> () -> report(stop))
                .toList();
    }

    private static void report(UnconfirmedStop stop) {
        LOG.log(
                Level.WARNING,
                () -> "The stop of task " + stop.task() + " at site " + stop.site() + " needs attention: "
                        + stop.reason().orElse("no longer") + " (requested at "
                        + stop.stop().instants().decided() + ", tried "
                        + stop.delivery().attempts() + " times)");
    }
}
