package io.nicotask.application.user;

import io.nicotask.application.internal.DenialAuditor;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.UserDirectory;
import java.time.InstantSource;

final class GetCurrentUserService implements GetCurrentUser {

    private final UserDirectory users;
    private final InstantSource clock;
    private final DenialAuditor denialAuditor;

    GetCurrentUserService(UserDirectory users, AuditTrail audit, InstantSource clock) {
        this.users = users;
        this.clock = clock;
        this.denialAuditor = new DenialAuditor(audit, clock);
    }

    @Override
    public GetCurrentUser.Result get(GetCurrentUser.Command command) {
        if (!command.context().caller().isMemberOf(command.context().org())) {
            return new GetCurrentUser.Result.Denied(denialAuditor.audit(
                    command.context().audited(Action.GET_CURRENT_USER, null, null), DenialReason.NOT_A_MEMBER));
        }
        return new GetCurrentUser.Result.Found(
                users.recordCaller(command.context().caller(), clock.instant()));
    }
}
