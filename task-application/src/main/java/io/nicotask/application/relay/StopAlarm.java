package io.nicotask.application.relay;

import io.nicotask.application.port.OpenStop;
import io.nicotask.application.port.WorkflowOutbox;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** Tells of each stop that needs attention, in one line of the log; of one stop, one process tells, and once. */
public final class StopAlarm {

    private static final Logger LOG = System.getLogger(StopAlarm.class.getName());

    private final WorkflowOutbox outbox;

    public StopAlarm(WorkflowOutbox outbox) {
        this.outbox = outbox;
    }

    /**
     * Claims what nobody has been told of, and answers with the telling, each independent of the others.
     *
     * @param limit the most to claim
     */
    public List<Runnable> claimDue(int limit) {
        return outbox.claimUntold(limit).stream()
                .<Runnable>map(stop -> () -> tell(stop))
                .toList();
    }

    private static void tell(OpenStop open) {
        LOG.log(
                Level.WARNING,
                () -> "The stop of task " + open.task() + " at site " + open.site() + " needs attention: "
                        + open.reason().orElse("no longer") + " (requested at "
                        + open.stop().requestedAt() + ", tried " + open.stop().attempts() + " times)");
    }
}
