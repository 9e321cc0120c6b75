package io.nicotask.application.task;

import static io.nicotask.application.SiteFixture.ADMIN;
import static io.nicotask.application.SiteFixture.FOREIGN_ORG;
import static io.nicotask.application.SiteFixture.FOREIGN_SITE;
import static io.nicotask.application.SiteFixture.NO_SITE;
import static io.nicotask.application.SiteFixture.NO_TASK;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORG_WITHOUT_PROVIDER;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.application.SiteFixture.SITE_WITHOUT_FLOW;
import static io.nicotask.application.SiteFixture.VIEWER;
import static io.nicotask.application.SiteFixture.callerWith;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.task.CancelTask.Result.Denied;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

final class CancelRightsTest {

    private static final OrgName UNKNOWN_ORG = new OrgName("strange");

    private final SiteFixture site = new SiteFixture();
    private final CancelTask cancelTask = CancelTask.using(site.ports);

    static Stream<Arguments> auditedDenials() {
        return Stream.of(
                Arguments.of(DenialReason.NOT_A_MEMBER, callerWith(ADMIN), UNKNOWN_ORG, SITE),
                Arguments.of(DenialReason.NO_PROVIDER_ADMIN_ROLE, callerWith(VIEWER), ORG, SITE),
                Arguments.of(DenialReason.NO_PROVIDER_ADMIN_ROLE, callerWith(), ORG, SITE),
                Arguments.of(DenialReason.NO_PROVIDER, callerWith(ADMIN), ORG_WITHOUT_PROVIDER, SITE),
                Arguments.of(DenialReason.FOREIGN_SITE, callerWith(ADMIN), ORG, FOREIGN_SITE),
                Arguments.of(DenialReason.FOREIGN_SITE, callerWith(ADMIN), FOREIGN_ORG, SITE),
                Arguments.of(DenialReason.NO_FLOW, callerWith(ADMIN), ORG, SITE_WITHOUT_FLOW));
    }

    @ParameterizedTest
    @MethodSource("auditedDenials")
    void a_denial_is_audited_and_changes_nothing(DenialReason reason, Caller caller, OrgName org, SiteId at) {
        Task task = site.has(aRunningTask().at(at));
        Snapshot before = site.snapshotOf(task);

        CancelTask.Result result = cancelTask.cancel(
                new CancelTask.Command(new RequestContext(caller, org, ORIGIN), at, task.id(), new Reason("my words")));

        AuditedRequest request = new AuditedRequest(caller.subject(), org, Action.CANCEL_TASK, at, task.id(), ORIGIN);
        assertThat(result).isEqualTo(new Denied(reason));
        assertThat(site.store.auditEntries())
                .containsExactly(new AuditEntry(site.clock.instant(), request, new Outcome.Denied(reason), null));
        assertThat(site.snapshotOf(task).task()).isEqualTo(before.task());
        assertThat(site.snapshotOf(task).history()).isEqualTo(before.history());
        assertThat(site.snapshotOf(task).stop()).isEqualTo(before.stop());
    }

    @Test
    void a_task_of_a_retired_site_is_cancelled() {
        Task task = site.has(aRunningTask());
        site.retire(SITE);

        CancelTask.Result result = cancelTask.cancel(CancelCommands.command(SITE, task.id(), null));

        assertThat(result).isInstanceOf(CancelTask.Result.Cancelled.class);
    }

    @Test
    void a_denial_for_an_unknown_site_is_not_audited() {
        CancelTask.Result result = cancelTask.cancel(CancelCommands.command(NO_SITE, NO_TASK, null));

        assertThat(result).isEqualTo(new Denied(DenialReason.UNKNOWN_SITE));
        assertThat(site.store.auditEntries()).isEmpty();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "two\nlines"})
    void any_other_reason_is_accepted(String reason) {
        Task task = site.has(aRunningTask());

        CancelTask.Result result = cancelTask.cancel(CancelCommands.command(SITE, task.id(), reason));

        assertThat(result).isInstanceOf(CancelTask.Result.Cancelled.class);
    }

    @Test
    void a_reason_of_512_supplementary_characters_is_accepted() {
        Task task = site.has(aRunningTask());

        CancelTask.Result result =
                cancelTask.cancel(CancelCommands.command(SITE, task.id(), "\uD83D\uDE80".repeat(512)));

        assertThat(result).isInstanceOf(CancelTask.Result.Cancelled.class);
    }
}
