package io.nicotask.application.testkit;

import io.nicotask.application.contract.CallerAuthenticatorContract;
import io.nicotask.application.memory.InMemoryAuthenticator;
import io.nicotask.application.port.CallerAuthenticator;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import java.util.Map;
import java.util.Set;

final class InMemoryAuthenticatorTest extends CallerAuthenticatorContract {

    private static final Caller ALICE = new Caller(
            new Subject("alice"),
            new Profile("Alice", "Liddell", "alice@example.com"),
            Map.of(new OrgName("acme"), Set.of(new Role("PROVIDER_ADMIN"))));

    private final InMemoryAuthenticator authenticator = new InMemoryAuthenticator().accept("token of alice", ALICE);

    @Override
    protected CallerAuthenticator authenticator() {
        return authenticator;
    }

    @Override
    protected Good goodToken() {
        return new Good("token of alice", ALICE);
    }

    @Override
    protected String tokenRejectedFor(Rejection why) {
        authenticator.reject("rejected for " + why, why);
        return "rejected for " + why;
    }

    @Override
    protected CallerAuthenticator authenticatorWithoutKeys() {
        return new InMemoryAuthenticator().ready(false).missKeysFor("token of alice");
    }
}
