package io.nicotask.application.access;

import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.UserDirectory;
import java.time.InstantSource;

final class GetCurrentUserService implements GetCurrentUser {

    private final UserDirectory users;
    private final InstantSource clock;
    private final Denials denials;

    GetCurrentUserService(UserDirectory users, AuditTrail audit, InstantSource clock) {
        this.users = users;
        this.clock = clock;
        this.denials = new Denials(audit, clock);
    }

    @Override
    public GetCurrentUserResult get(GetCurrentUserCommand command) {
        if (!command.caller().isMemberOf(command.org())) {
            return new GetCurrentUserResult.Denied(denials.audited(wishOf(command), DenialReason.NOT_A_MEMBER));
        }
        return new GetCurrentUserResult.Known(users.seen(command.caller(), clock.instant()));
    }

    private static Wish wishOf(GetCurrentUserCommand command) {
        return new Wish(
                command.caller().subject(), command.org(), Action.GET_CURRENT_USER, null, null, command.origin());
    }
}
