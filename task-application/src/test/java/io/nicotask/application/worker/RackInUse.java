package io.nicotask.application.worker;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.domain.task.TaskFixtures.aWaitingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.FailingPorts;
import io.nicotask.application.SiteFixture;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.StopQueries.UnconfirmedStop;
import io.nicotask.application.stop.ResolveStop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.Reason;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A rack on which one task runs while the next one waits for it. */
final class RackInUse {

    final WorkerFixture worker = new WorkerFixture();
    private final SiteFixture site = worker.site;
    private final ScriptedHardware hardware = worker.hardware;
    private final Task next = site.has(aWaitingTask().submittedAt(site.clock.instant()));

    RackHardware unreachableWhile(AtomicBoolean unreachable) {
        return FailingPorts.callingBefore(RackHardware.class, hardware, (method, arguments) -> {
            if (!method.equals("components") && unreachable.get()) {
                throw new IllegalStateException("no route to the rack");
            }
        });
    }

    void finishFailed(ExecuteStage.Result result) {
        assertThat(result).isInstanceOf(ExecuteStage.Result.Failed.class);
        String error = ((ExecuteStage.Result.Failed) result).error();
        assertThat(worker.finish(new FinishTask.WorkResult.Failure(error))).isEqualTo(new FinishTask.Result.Finished());
    }

    ResolveStop.Result resolve() {
        return ResolveStop.using(site.ports)
                .resolve(new ResolveStop.Command(
                        new RequestContext(CALLER, ORG, ORIGIN), SITE, worker.task.id(), new Reason("inspected")));
    }

    List<UnconfirmedStop> openStops() {
        return site.ports.stops().findUnconfirmed(site.scopeOf(worker.task), null, 10);
    }

    void assertHeld(StopStatus stop) {
        site.reschedule(worker.task);
        assertThat(worker.statusOf(next)).isEqualTo(TaskStatus.WAITING);
        assertThat(worker.stop()).isEqualTo(stop);
        assertThat(openStops()).extracting(UnconfirmedStop::task).containsExactly(worker.task.id());
    }

    void assertHandedOn() {
        assertThat(worker.statusOf(next)).isEqualTo(TaskStatus.PENDING);
        assertThat(worker.stop()).isEqualTo(StopStatus.CONFIRMED);
        assertThat(openStops()).isEmpty();
        assertThat(hardware.overlaps()).isEmpty();
    }
}
