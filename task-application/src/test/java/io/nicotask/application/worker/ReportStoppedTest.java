package io.nicotask.application.worker;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.NO_TASK;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.domain.task.TaskFixtures.OTHER_RUN;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.SITE;
import static io.nicotask.domain.task.TaskFixtures.aPendingTask;
import static io.nicotask.domain.task.TaskFixtures.aWaitingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.internal.work.Dispatchers;
import io.nicotask.application.internal.work.WorkDispatcher;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.StopQueries.StopDelivery;
import io.nicotask.application.port.StopQueries.UnconfirmedStop;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.stop.ResolveStop;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.application.worker.ReportStopped.Result.Refused;
import io.nicotask.application.worker.ReportStopped.Result.Stopped;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A host without an engine: it begins, ends and stops the work by itself, and reports that. */
final class ReportStoppedTest {

    private static final TaskId NEXT = new TaskId(new UUID(3, 99));
    private static final Duration OVERDUE = Stop.ATTENTION_AFTER.plusNanos(1);

    private final SiteFixture site = new SiteFixture();
    private final WorkDispatcher relay = Dispatchers.relay(site.ports, WorkflowEngine.none());
    private final WorkDispatcher reconciler = Dispatchers.reconciler(site.ports, WorkflowEngine.none());
    private final ReportStopped reportStopped = ReportStopped.using(site.ports);
    private final Task task = site.has(aPendingTask());
    private final Task next = site.has(aWaitingTask().withId(NEXT).submittedAt(site.clock.instant()));

    @Test
    void the_stop_of_a_cancelled_task_waits_for_the_report_and_the_rack_with_it() {
        begin();
        cancel();
        Dispatchers.runDue(relay);
        assertThat(stop()).isEqualTo(StopStatus.REQUESTED);

        site.clock.tick(OVERDUE);
        Dispatchers.runDue(relay);
        assertThat(stop()).isEqualTo(StopStatus.NEEDS_ATTENTION);
        assertThat(site.reload(next).status()).isEqualTo(TaskStatus.WAITING);

        assertThat(report(RUN)).isEqualTo(new Stopped());
        assertThat(stop()).isEqualTo(StopStatus.CONFIRMED);
        assertThat(site.reload(next).status()).isEqualTo(TaskStatus.PENDING);
        assertDeliveriesAreDone();
    }

    @Test
    void an_operator_sees_what_the_stop_waits_for() {
        begin();
        cancel();
        Dispatchers.runDue(relay);
        site.clock.tick(OVERDUE);

        assertThat(site.ports.stops().find(site.scopeOf(task), task.id()))
                .map(UnconfirmedStop::delivery)
                .map(StopDelivery::failure)
                .contains("The host has not reported that the work has stopped");
    }

    @Test
    void the_rack_of_a_task_that_has_ended_by_itself_waits_for_the_report_too() {
        begin();
        FinishTask.Result finished = FinishTask.ofExternalWorkflows(site.ports)
                .finish(new WorkflowRunRef(SITE, task.id(), RUN), new WorkResult.Success());
        assertThat(finished).isEqualTo(new FinishTask.Result.Finished());
        assertThat(site.reload(next).status()).isEqualTo(TaskStatus.WAITING);

        assertThat(report(RUN)).isEqualTo(new Stopped());

        assertThat(site.reload(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(site.reload(next).status()).isEqualTo(TaskStatus.PENDING);
        assertDeliveriesAreDone();
    }

    @Test
    void a_task_that_no_run_has_begun_is_stopped_by_the_report_of_any() {
        cancel();
        Dispatchers.runDue(relay);
        assertThat(BeginTask.ofExternalWorkflows(site.ports).begin(new WorkflowRunRef(SITE, task.id(), RUN)))
                .isInstanceOf(BeginTask.Result.Refused.class);

        assertThat(report(RUN)).isEqualTo(new Stopped());

        assertThat(stop()).isEqualTo(StopStatus.CONFIRMED);
        assertThat(site.reload(next).status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void a_repeated_report_changes_nothing() {
        begin();
        cancel();
        assertThat(report(RUN)).isEqualTo(new Stopped());
        Snapshot before = site.snapshotOf(task);
        site.clock.tick(Duration.ofSeconds(5));

        assertThat(report(RUN)).isEqualTo(new Stopped());

        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @Test
    void a_report_on_an_open_task_is_refused() {
        begin();

        assertThat(report(RUN)).isInstanceOf(Refused.class);
    }

    @Test
    void the_report_of_a_run_that_has_not_begun_the_task_is_no_evidence() {
        begin();
        cancel();

        assertThat(report(OTHER_RUN)).isInstanceOf(Refused.class);
        assertThat(stop()).isEqualTo(StopStatus.REQUESTED);
    }

    @Test
    void a_report_on_an_unknown_task_is_refused() {
        assertThat(reportStopped.report(new WorkflowRunRef(SITE, NO_TASK, RUN)))
                .isEqualTo(new Refused("There is no such task"));
    }

    @Test
    void an_operator_can_resolve_the_stop_of_a_host_that_does_not_report() {
        begin();
        cancel();
        site.clock.tick(OVERDUE);

        ResolveStop.Result resolved = ResolveStop.using(site.ports)
                .resolve(new ResolveStop.Command(context(), SITE, task.id(), new Reason("all trays are off")));

        assertThat(resolved).isInstanceOf(ResolveStop.Result.Resolved.class);
        assertDeliveriesAreDone();
    }

    @Test
    void nothing_ends_an_open_task_but_the_host() {
        Dispatchers.runDue(relay);
        begin();

        site.clock.tick(Duration.ofHours(1));
        Dispatchers.runDue(reconciler);

        assertThat(site.reload(task).status()).isEqualTo(TaskStatus.RUNNING);
        site.clock.tick(Duration.ofHours(1));
        assertThat(site.claimDue(Lane.CHECK)).isEmpty();
    }

    private void begin() {
        assertThat(BeginTask.ofExternalWorkflows(site.ports).begin(new WorkflowRunRef(SITE, task.id(), RUN)))
                .isEqualTo(new BeginTask.Result.Passed(1));
    }

    private void cancel() {
        assertThat(CancelTask.using(site.ports).cancel(new CancelTask.Command(context(), SITE, task.id(), null)))
                .isInstanceOf(CancelTask.Result.Cancelled.class);
        // Whatever delivers the cancel right after the decision has crashed.
        site.clock.tick(Duration.ofSeconds(30));
    }

    private ReportStopped.Result report(WorkflowRunId run) {
        return reportStopped.report(new WorkflowRunRef(SITE, task.id(), run));
    }

    private StopStatus stop() {
        return site.snapshotOf(task).stop().orElseThrow().status();
    }

    /** The relay completes the stop at its next try; what is left is the start of the next task. */
    private void assertDeliveriesAreDone() {
        site.clock.tick(Duration.ofMinutes(1));
        Dispatchers.runDue(relay);
        site.clock.tick(Duration.ofHours(1));
        assertThat(site.claimDue(Lane.DELIVERY)).isEmpty();
    }

    private static RequestContext context() {
        return new RequestContext(CALLER, ORG, ORIGIN);
    }
}
