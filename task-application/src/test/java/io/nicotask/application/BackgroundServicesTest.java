package io.nicotask.application;

import static io.nicotask.application.SiteFixture.PROVIDER;
import static io.nicotask.application.SiteFixture.SITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nicotask.application.memory.InMemoryWorkflowEngine;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskFixtures;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackgroundServicesTest {

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
        try (BackgroundServices services =
                BackgroundServices.start(fixture.ports, silentButAt(SITE, end), new Random(1))) {
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
        try (BackgroundServices services =
                BackgroundServices.start(fixture.ports, withSilentDescribes(end), new Random(1))) {
            await().until(() -> engine.terminations(SITE).size() == STOPS);
            end.countDown();
        }

        assertThat(engine.terminations(SITE))
                .containsExactlyInAnyOrderElementsOf(
                        cancelled.stream().map(Task::id).toList());
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
