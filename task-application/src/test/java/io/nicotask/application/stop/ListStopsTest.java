package io.nicotask.application.stop;

import static io.nicotask.application.RefusalAssertions.assertDenialAudited;
import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.NO_SITE;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.application.SiteFixture.VIEWER;
import static io.nicotask.application.SiteFixture.callerWith;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTerminatedTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.Change.WorkflowStarted;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.StopQueries.UnconfirmedStop;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.port.WorkflowEngine.EngineStatus;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.application.stop.ListStops.Result.Denied;
import io.nicotask.application.stop.ListStops.Result.Found;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ListStopsTest {

    private static final EngineStatus ENGINE = new EngineStatus(Instant.parse("2026-06-01T11:59:00Z"), null);

    private final SiteFixture site = new SiteFixture();
    private final ListStops listStops = ListStops.using(site.ports, at -> ENGINE);

    @Test
    void unconfirmed_stops_are_listed_earliest_request_first() {
        List<TaskId> tasks = Stream.of(1, 2, 3).map(this::terminated).toList();

        Found first = list(null, 2);
        Found rest = list(first.next(), 2);

        assertThat(first.stops()).extracting(UnconfirmedStop::task).containsExactly(tasks.get(0), tasks.get(1));
        assertThat(rest.stops()).extracting(UnconfirmedStop::task).containsExactly(tasks.get(2));
        assertThat(rest.next()).isNull();
    }

    @Test
    void a_full_page_without_more_stops_is_the_last() {
        terminated(1);
        terminated(2);

        assertThat(list(null, 2).next()).isNull();
    }

    @Test
    void missing_and_misplaced_workflows_are_listed_with_a_reason() {
        Task task = site.has(aRunningTask());
        site.deliverStart(task);
        site.clock.tick(WorkflowStarted.GATE_TIMEOUT);
        MissingWorkflows before = list(null, 1).workflows();
        assertThat(list(null, 1).engine()).isEqualTo(ENGINE);

        WorkItem check = site.claimDue(Lane.CHECK).getFirst();
        assertThat(site.ports.monitor().recordWrongNamespace(check, Duration.ofSeconds(5)))
                .isTrue();

        assertThat(before).isEqualTo(new MissingWorkflows(0, 0, 0, 0, 1));
        assertThat(before.reason()).isEmpty();
        assertThat(list(null, 1).workflows().reason())
                .contains("1 of 1 workflows were started in another namespace than the one that the site has now");
    }

    @ParameterizedTest
    @CsvSource({
        "3, 3, false",
        "4, 4, true",
        "3, 10000, false",
        "5, 100, false",
        "6, 100, true",
        "500, 10000, false",
        "501, 10000, true"
    })
    void more_than_three_and_more_than_five_percent_missing_are_too_many(
            long missing, long monitored, boolean tooMany) {
        assertThat(new MissingWorkflows(missing, 0, 0, 0, monitored).isTooMany())
                .isEqualTo(tooMany);
        assertThat(new MissingWorkflows(missing, 0, 0, 0, monitored).reason().isPresent())
                .isEqualTo(tooMany);
        assertThat(new MissingWorkflows(1, missing - 1, 0, 0, monitored).mayBeTooMany())
                .isEqualTo(tooMany);
        assertThat(new MissingWorkflows(1, missing - 1, 0, 0, monitored).isTooMany())
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("io.nicotask.application.RefusalAssertions#deniedSites")
    void a_denial_is_audited(DenialReason reason, SiteId at) {
        ListStops.Result result =
                listStops.list(new ListStops.Command(new RequestContext(CALLER, ORG, ORIGIN), at, null, 1));

        assertThat(result).isEqualTo(new Denied(reason));
        assertDenialAudited(site, Action.LIST_STOPS, at, null, reason);
    }

    @Test
    void a_caller_without_the_role_does_not_learn_whether_a_site_exists() {
        ListStops.Result result = listStops.list(
                new ListStops.Command(new RequestContext(callerWith(VIEWER), ORG, ORIGIN), NO_SITE, null, 1));

        assertThat(result).isEqualTo(new Denied(DenialReason.NO_PROVIDER_ADMIN_ROLE));
    }

    private Found list(@Nullable Position after, int size) {
        return (Found)
                listStops.list(new ListStops.Command(new RequestContext(CALLER, ORG, ORIGIN), SITE, after, size));
    }

    private TaskId terminated(int number) {
        site.clock.tick(Duration.ofSeconds(1));
        return site.has(aTerminatedTask().withId(new TaskId(new UUID(3, 100 - number))))
                .id();
    }
}
