package io.nicotask.application.user;

import io.nicotask.application.internal.DenialAuditor;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AccessPolicy.ProviderAuthorization;
import io.nicotask.application.port.AuditTrail;
import java.time.InstantSource;

final class AuthorizeProviderService implements AuthorizeProvider {

    private final AccessPolicy access;
    private final DenialAuditor denialAuditor;

    AuthorizeProviderService(AccessPolicy access, AuditTrail audit, InstantSource clock) {
        this.access = access;
        this.denialAuditor = new DenialAuditor(audit, clock);
    }

    @Override
    public AuthorizeProvider.Result authorize(AuthorizeProvider.Command command) {
        return switch (access.authorizeProvider(
                command.context().caller(), command.context().org(), command.action())) {
            case ProviderAuthorization.Granted granted -> new AuthorizeProvider.Result.Granted();
            case ProviderAuthorization.Denied denied ->
                new AuthorizeProvider.Result.Denied(
                        denialAuditor.audit(command.context().audited(command.action(), null, null), denied.reason()));
        };
    }
}
