package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.http.HttpModule.Capacity;
import io.nicotask.adapter.http.HttpModule.Settings;
import io.nicotask.adapter.http.HttpModule.WarmUpRequests;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.CancelTask.Result.NotFound;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Warm-up requests reach the use cases and leave no trace in the log or the audit. */
final class WarmUpServerTest {

    private static final int CLIENTS = 2;
    private static final OrgName ORG = new OrgName(HttpFixture.ORG);
    private static final Caller CALLER =
            new Caller(new Subject("warm-up"), Caller.Profile.EMPTY, Map.of(ORG, Set.of(new Role("PROVIDER_ADMIN"))));
    private static final Settings SETTINGS = new Settings("192.0.2.1", 1, Duration.ofSeconds(3));

    private final ConcurrentLinkedQueue<CancelTask.Command> cancels = new ConcurrentLinkedQueue<>();
    private volatile boolean isStoreDown;
    private final HttpFixture fixture = HttpFixture.cancellingBy(command -> {
        cancels.add(command);
        if (isStoreDown) {
            throw new StoreUnavailable("The database gave no answer", new IllegalStateException());
        }
        return new NotFound();
    });

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void the_requested_number_of_requests_reaches_the_use_cases() {
        warmUp(times(5));

        assertThat(cancels).hasSize(5).allSatisfy(command -> {
            assertThat(command.context().caller()).isEqualTo(CALLER);
            assertThat(command.context().org()).isEqualTo(ORG);
            assertThat(command.site()).isEqualTo(HttpFixture.SITE);
        });
    }

    @Test
    void warm_up_requests_leave_no_trace_in_the_log_or_the_audit() {
        try (CapturedLog log = CapturedLog.listening()) {
            warmUp(times(5));

            assertThat(log.all())
                    .filteredOn(event -> event.getLoggerName().startsWith("io.nicotask"))
                    .isEmpty();
        }
        assertThat(fixture.audit()).isEqualTo(List.<AuditEntry>of());
    }

    @Test
    void an_unavailable_store_ends_the_warm_up_at_once() {
        isStoreDown = true;

        warmUp(() -> true);

        assertThat(cancels).hasSize(CLIENTS);
    }

    private void warmUp(BooleanSupplier more) {
        TaskRoutes routes =
                fixture.routes().capacity(new Capacity(CLIENTS, CLIENTS)).build();
        HttpModule.warmUp(SETTINGS, routes, new WarmUpRequests(CALLER, ORG, HttpFixture.SITE, more));
    }

    private static BooleanSupplier times(int times) {
        AtomicInteger left = new AtomicInteger(times);
        return () -> left.decrementAndGet() >= 0;
    }
}
