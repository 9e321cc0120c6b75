package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of {@link AuditTrail}. */
public abstract class AuditTrailContract extends StoreContract {

    private final AuditTrail audit;

    protected AuditTrailContract(StoreUnderTest store, Class<? extends AuditTrail> implementation) {
        super(store);
        this.audit = calls.recorded(AuditTrail.class, implementation.cast(store.audit()));
    }

    @Test
    void entries_are_stored_in_the_order_of_recording() {
        AuditEntry granted = AuditFixture.granted();
        AuditEntry denied = AuditFixture.deniedProviderAccess();

        audit.record(granted);
        audit.record(denied);
        audit.record(granted);

        assertThat(store.auditEntries()).containsExactly(granted, denied, granted);
    }

    @ParameterizedTest
    @EnumSource
    void every_denial_is_stored_with_its_reason(DenialReason reason) {
        AuditEntry denied = AuditFixture.denied(reason);

        audit.record(denied);

        assertThat(store.auditEntries()).containsExactly(denied);
    }
}
