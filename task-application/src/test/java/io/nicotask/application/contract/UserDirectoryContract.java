package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.UserDirectory;
import io.nicotask.application.port.UserDirectory.User;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.Caller.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contract of {@link UserDirectory}. */
public abstract class UserDirectoryContract extends StoreContract {

    private static final Instant FIRST = Instant.parse("2026-06-01T12:00:00.123456Z");
    private static final Instant LATER = FIRST.plus(Duration.ofDays(1));
    private static final Subject SUBJECT = new Subject("ada");
    private static final Profile PROFILE = new Profile("Ada", "Lovelace", "ada@example.com");

    private final UserDirectory users;

    protected UserDirectoryContract(StoreUnderTest store, Class<? extends UserDirectory> implementation) {
        super(store);
        this.users = calls.recorded(UserDirectory.class, implementation.cast(store.users()));
    }

    @Test
    void the_first_request_of_a_caller_creates_its_user() {
        User user = users.recordCaller(caller(SUBJECT, PROFILE), FIRST);

        assertThat(user).isEqualTo(new User(SUBJECT, PROFILE, FIRST, FIRST));
    }

    @Test
    void a_later_request_finds_the_same_user() {
        User first = users.recordCaller(caller(SUBJECT, PROFILE), FIRST);

        User again = users.recordCaller(caller(SUBJECT, PROFILE), LATER);

        assertThat(again).isEqualTo(first);
    }

    @Test
    void the_newest_name_and_address_are_stored() {
        users.recordCaller(caller(SUBJECT, PROFILE), FIRST);
        Profile married = new Profile("Ada", "King", "ada@example.com");

        User changed = users.recordCaller(caller(SUBJECT, married), LATER);
        User again = users.recordCaller(caller(SUBJECT, married), LATER.plusSeconds(1));

        assertThat(changed).isEqualTo(new User(SUBJECT, married, FIRST, LATER)).isEqualTo(again);
    }

    @Test
    void callers_with_different_subjects_are_different_users() {
        User one = users.recordCaller(caller(SUBJECT, PROFILE), FIRST);
        User other = users.recordCaller(caller(new Subject("ADA"), PROFILE), LATER);

        assertThat(other.created()).isEqualTo(LATER);
        assertThat(other.id()).isNotEqualTo(one.id());
    }

    @Test
    void instants_are_stored_in_whole_microseconds() {
        User user = users.recordCaller(caller(SUBJECT, Profile.EMPTY), FIRST.plusNanos(999));

        assertThat(user.created()).isEqualTo(FIRST);
        assertThat(users.recordCaller(caller(SUBJECT, Profile.EMPTY), LATER)).isEqualTo(user);
    }

    @Test
    void concurrent_requests_of_one_subject_create_one_user() {
        AtomicInteger seconds = new AtomicInteger();

        List<User> seen = ConcurrentRuns.of(
                8, () -> users.recordCaller(caller(SUBJECT, PROFILE), FIRST.plusSeconds(seconds.getAndIncrement())));

        User first = seen.getFirst();
        assertThat(seen).containsOnly(new User(SUBJECT, PROFILE, first.created(), first.created()));
    }

    private static Caller caller(Subject subject, Profile profile) {
        return new Caller(subject, profile, Map.of());
    }
}
