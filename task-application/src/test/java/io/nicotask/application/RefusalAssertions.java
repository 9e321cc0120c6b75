package io.nicotask.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;

/** How every use case refuses invalid commands and callers without access. */
public final class RefusalAssertions {

    private RefusalAssertions() {}

    /** The sites that {@link SiteFixture#CALLER} has no access to, each after the reason. */
    public static Stream<Arguments> deniedSites() {
        return Stream.of(
                Arguments.of(DenialReason.FOREIGN_SITE, SiteFixture.FOREIGN_SITE),
                Arguments.of(DenialReason.NO_FLOW, SiteFixture.SITE_WITHOUT_FLOW));
    }

    public static void assertDenialAudited(
            SiteFixture site, Action action, SiteId at, @Nullable TaskId task, DenialReason reason) {
        AuditedRequest request =
                new AuditedRequest(SiteFixture.CALLER.subject(), SiteFixture.ORG, action, at, task, SiteFixture.ORIGIN);
        assertThat(site.store.auditEntries())
                .containsExactly(new AuditEntry(site.clock.instant(), request, new Outcome.Denied(reason), null));
    }
}
