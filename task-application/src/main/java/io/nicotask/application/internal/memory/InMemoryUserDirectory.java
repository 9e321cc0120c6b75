package io.nicotask.application.internal.memory;

import io.nicotask.application.port.UserDirectory;
import io.nicotask.application.port.UserDirectory.User;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** {@link UserDirectory} in memory. */
public final class InMemoryUserDirectory implements UserDirectory {

    private final InMemoryContents store;

    public InMemoryUserDirectory(InMemoryContents store) {
        this.store = store;
    }

    @Override
    public User recordCaller(Caller caller, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MICROS);
        User first = new User(caller.subject(), caller.profile(), at, at);
        return store.use(contents ->
                contents.users.merge(caller.subject(), first, (known, seen) -> updated(known, caller.profile(), at)));
    }

    private static User updated(User known, Profile profile, Instant at) {
        return profile.equals(known.profile()) ? known : new User(known.subject(), profile, known.created(), at);
    }
}
