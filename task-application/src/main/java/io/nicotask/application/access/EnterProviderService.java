package io.nicotask.application.access;

import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AccessPolicy.Entry;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.AuditTrail;
import java.time.InstantSource;

final class EnterProviderService implements EnterProvider {

    private final AccessPolicy access;
    private final Denials denials;

    EnterProviderService(AccessPolicy access, AuditTrail audit, InstantSource clock) {
        this.access = access;
        this.denials = new Denials(audit, clock);
    }

    @Override
    public EnterProviderResult enter(EnterProviderCommand command) {
        return switch (access.enter(command.caller(), command.org())) {
            case Entry.Entered entered -> new EnterProviderResult.Entered();
            case Entry.Denied denied ->
                new EnterProviderResult.Denied(denials.audited(wishOf(command), denied.reason()));
        };
    }

    private static Wish wishOf(EnterProviderCommand command) {
        return new Wish(command.caller().subject(), command.org(), command.action(), null, null, command.origin());
    }
}
