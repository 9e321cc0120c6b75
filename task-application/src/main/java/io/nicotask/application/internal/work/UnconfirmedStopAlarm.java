package io.nicotask.application.internal.work;

import io.nicotask.application.internal.work.WorkHandler.Outcome;
import io.nicotask.application.port.Change.StopAlerted;
import io.nicotask.application.port.Change.WorkCompleted;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.StopQueries.UnconfirmedStop;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.StopStatus;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/** Logs each stop that needs attention, in one line; each stop is logged once, by one process. */
public final class UnconfirmedStopAlarm {

    /** The interval of checks of a stop that may need attention later. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = System.getLogger(UnconfirmedStopAlarm.class.getName());

    private final Ports ports;
    private final StopQueries stops;

    public UnconfirmedStopAlarm(Ports ports) {
        this.ports = ports;
        this.stops = ports.stops();
    }

    /** Logs the stop if it needs attention; a confirmed one never will. */
    Outcome check(WorkItem item) {
        return ports.access()
                .forSystem(item.site())
                .flatMap(scope -> stops.find(scope, item.task()).map(stop -> check(scope, item, stop)))
                .orElseGet(Outcome.Done::new);
    }

    private Outcome check(TaskScope scope, WorkItem item, UnconfirmedStop stop) {
        if (stop.stop().status() != StopStatus.NEEDS_ATTENTION) {
            return new Outcome.Later(INTERVAL);
        }
        ports.storage().write(scope, List.of(new StopAlerted(item.task()), new WorkCompleted(item)));
        report(stop);
        return new Outcome.Settled();
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
