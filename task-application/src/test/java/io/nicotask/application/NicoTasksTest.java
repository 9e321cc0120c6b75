package io.nicotask.application;

import static io.nicotask.application.SiteFixture.PROVIDER;
import static io.nicotask.application.SiteFixture.SITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

import io.nicotask.application.memory.InMemoryWorkflowEngine;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskEvents.TaskEvent.StatusChanged;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskFixtures;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NicoTasksTest {

    private static final int SILENT_SITES = 30;
    private static final int STARTS_PER_SITE = 10;
    private static final int STOPS = 40;
    private static final TaskScope SCOPE = new TaskScope(PROVIDER, SITE);
    private static final ChangeCause CAUSE = ChangeCause.of(Actor.system("test"));

    private final SiteFixture fixture = new SiteFixture();
    private final InMemoryWorkflowEngine engine = new InMemoryWorkflowEngine().withSite(SITE, "default", false);

    @Test
    void any_number_of_sites_whose_engines_never_answer_delays_no_other_site() {
        for (int number = 1; number <= SILENT_SITES; number++) {
            SiteId silent = new SiteId(new UUID(7, number));
            fixture.store.put(new Site(silent, PROVIDER, true));
            for (int start = 1; start <= STARTS_PER_SITE; start++) {
                requestStart(silent, start);
            }
        }
        Task healthy = requestStart(SITE, 1);
        CountDownLatch end = new CountDownLatch(1);
        try (NicoTasks tasks = started(silentButAt(SITE, end))) {
            await().until(() -> engine.started(SITE).contains(healthy.id()));
            end.countDown();
        }

        assertThat(engine.started(SITE)).containsExactly(healthy.id());
    }

    @Test
    void a_terminate_never_waits_for_describes_of_its_site() {
        List<Task> cancelled = IntStream.rangeClosed(1, STOPS)
                .mapToObj(number -> {
                    Task task = requestStart(SITE, number);
                    fixture.deliverStart(task);
                    Task ended = ((Cancelled) task.cancel(Actor.system("test"), null, fixture.clock.instant())).task();
                    fixture.writes.update(SCOPE, new TaskChange(task, ended, CAUSE));
                    return ended;
                })
                .toList();
        CountDownLatch end = new CountDownLatch(1);
        try (NicoTasks tasks = started(withSilentDescribes(end))) {
            await().until(() -> engine.terminations(SITE).size() == STOPS);
            end.countDown();
        }

        assertThat(engine.terminations(SITE))
                .containsExactlyInAnyOrderElementsOf(
                        cancelled.stream().map(Task::id).toList());
    }

    @Test
    void a_cancel_is_carried_out_by_hand() {
        NicoTasks tasks = tasks(engine).build();
        TaskId task = submitted(tasks);

        int started = tasks.runDue();
        CancelTask.Result result = tasks.cancelTask().cancel(new CancelTask.Command(context(), SITE, task, null));
        int stopped = tasks.runDue();

        assertThat(started).isEqualTo(1);
        assertThat(engine.started(SITE)).containsExactly(task);
        assertThat(result).isInstanceOf(CancelTask.Result.Cancelled.class);
        assertThat(stopped).as("a terminate and its confirmation").isEqualTo(2);
        assertThat(tasks.getTask().get(new GetTask.Command(context(), SITE, task)))
                .isInstanceOfSatisfying(
                        GetTask.Result.Found.class,
                        found -> assertThat(found.view().stop()).isEqualTo(StopStatus.CONFIRMED));
        assertThat(tasks.runDue()).isZero();
    }

    @Test
    void the_background_services_run_on_the_threads_of_the_host() {
        Set<String> names = ConcurrentHashMap.newKeySet();
        ThreadFactory threads = task -> Thread.ofVirtual().unstarted(() -> {
            names.add(Thread.currentThread().getName());
            task.run();
        });

        try (NicoTasks tasks = tasks(engine).threads(threads).build()) {
            tasks.start();
            TaskId task = submitted(tasks);
            await().until(() -> engine.started(SITE).contains(task));
            await().until(() -> tasks.turns().values().stream().allMatch(turns -> turns > 0));

            assertThat(tasks.turns()).containsOnlyKeys("claimed-work", "upkeep", "work");
            assertThat(names).contains("claimed-work", "claimed-work-delivery", "upkeep", "work");
        }
    }

    @Test
    void a_reader_of_events_is_woken_after_each_commit_and_not_by_a_request_that_changes_nothing() {
        AtomicInteger wakes = new AtomicInteger();
        NicoTasks tasks = tasks(engine).onChange(wakes::incrementAndGet).build();
        TaskId task = submitted(tasks);
        tasks.runDue();
        CancelTask.Command command = new CancelTask.Command(context(), SITE, task, null);
        int before = wakes.get();

        assertThat(tasks.cancelTask().cancel(command)).isInstanceOf(CancelTask.Result.Cancelled.class);
        int afterTheCancel = wakes.get();
        assertThat(tasks.cancelTask().cancel(command)).isInstanceOf(CancelTask.Result.AlreadyTerminated.class);
        int afterTheSecond = wakes.get();
        tasks.runDue();

        assertThat(before).isPositive();
        assertThat(afterTheCancel).isEqualTo(before + 1);
        assertThat(afterTheSecond).isEqualTo(afterTheCancel);
        assertThat(tasks.events().after(0, 10))
                .extracting(event -> event instanceof StatusChanged changed ? changed.to() : "stop")
                .containsExactly(TaskStatus.PENDING, TaskStatus.TERMINATED, "stop");
    }

    /** It commits joined transactions itself; without a start nothing else reacts to the call. */
    @Test
    void a_reader_of_events_is_woken_when_the_host_says_that_it_has_committed() {
        AtomicInteger wakes = new AtomicInteger();
        NicoTasks tasks = tasks(engine).onChange(wakes::incrementAndGet).build();

        tasks.wake();

        assertThat(wakes).hasValue(1);
    }

    @Test
    void it_is_started_once() {
        try (NicoTasks tasks = started(engine)) {
            assertThatIllegalStateException()
                    .isThrownBy(tasks::start)
                    .withMessage("The background services have been started");
        }
    }

    @Test
    void what_has_no_default_must_be_given() {
        assertThatNullPointerException()
                .isThrownBy(NicoTasks.builder().engine(engine)::build)
                .withMessage("The builder of NicoTasks needs storage(…)");
        assertThatNullPointerException()
                .isThrownBy(NicoTasks.builder().storage(fixture.store)::build)
                .withMessage("The builder of NicoTasks needs engine(…)");
        assertThatNullPointerException()
                .isThrownBy(NicoTasks.builder().storage(fixture.store).engine(engine)::build)
                .withMessage("The builder of NicoTasks needs access(…)");
    }

    private NicoTasks started(WorkflowEngine of) {
        NicoTasks tasks = tasks(of).build();
        tasks.start();
        return tasks;
    }

    private NicoTasksBuilder tasks(WorkflowEngine of) {
        return NicoTasks.builder()
                .storage(fixture.store)
                .engine(of)
                .access(ProviderAdminPolicy::new)
                .clock(fixture.clock)
                .random(new Random(1));
    }

    private static TaskId submitted(NicoTasks tasks) {
        TaskRequest request = new TaskRequest(
                SITE, new RackId(new UUID(8, 1)), Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "", null);
        SubmitTask.Result result = tasks.submitTask()
                .submit(new SubmitTask.Command(context(), request, new ConflictStrategy.Reject(), null));
        return ((Submitted) result).view().task().id();
    }

    private static RequestContext context() {
        return new RequestContext(SiteFixture.CALLER, SiteFixture.ORG, SiteFixture.ORIGIN);
    }

    private WorkflowEngine withSilentDescribes(CountDownLatch end) {
        return FailingPorts.callingBefore(WorkflowEngine.class, engine, (method, arguments) -> {
            if (method.equals("describe")) {
                awaitQuietly(end);
            }
        });
    }

    private Task requestStart(SiteId site, int number) {
        TaskScope scope = new TaskScope(PROVIDER, site);
        Task task = TaskFixtures.aPendingTask()
                .at(site)
                .on(new RackId(new UUID(8, number)))
                .build();
        fixture.writes.insertTask(scope, task, CAUSE);
        fixture.writes.grant(scope, task);
        return task;
    }

    /** Calls for other sites hang until the end. */
    private WorkflowEngine silentButAt(SiteId healthy, CountDownLatch end) {
        return FailingPorts.callingBefore(WorkflowEngine.class, engine, (method, arguments) -> {
            if (arguments[0] instanceof Task task && !task.spec().site().equals(healthy)) {
                awaitQuietly(end);
            }
        });
    }

    private static void awaitQuietly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
