package io.nicotask.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CallerTest {

    private static final OrgName DEMO = new OrgName("demo-org");
    private static final OrgName ACME = new OrgName("acme");
    private static final Role ADMIN = new Role("NICO_PROVIDER_ADMIN");
    private static final Role VIEWER = new Role("PROVIDER_ADMIN_VIEWER");

    @Test
    void a_member_needs_no_role() {
        Caller caller = caller(Map.of(DEMO, Set.of()));

        assertThat(caller.isMemberOf(new OrgName("DEMO-org"))).isTrue();
        assertThat(caller.isProviderAdminOf(DEMO)).isFalse();
    }

    @Test
    void one_admin_role_among_others_is_enough() {
        assertThat(caller(Map.of(DEMO, Set.of(VIEWER, ADMIN))).isProviderAdminOf(DEMO))
                .isTrue();
    }

    @Test
    void a_role_counts_in_its_own_org_only() {
        Caller caller = caller(Map.of(DEMO, Set.of(VIEWER), ACME, Set.of(ADMIN)));

        assertThat(caller.isProviderAdminOf(DEMO)).isFalse();
        assertThat(caller.isProviderAdminOf(ACME)).isTrue();
    }

    @Test
    void a_caller_of_no_org_is_member_of_none() {
        assertThat(caller(Map.of()).isMemberOf(DEMO)).isFalse();
        assertThat(caller(Map.of()).isProviderAdminOf(DEMO)).isFalse();
    }

    @Test
    void a_caller_does_not_change_with_the_collections_it_was_built_from() {
        Set<Role> roles = new HashSet<>();
        Map<OrgName, Set<Role>> memberships = new HashMap<>(Map.of(DEMO, roles));
        Caller caller = caller(memberships);

        roles.add(ADMIN);
        memberships.put(ACME, Set.of(ADMIN));

        assertThat(caller.memberships()).isEqualTo(Map.of(DEMO, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void a_subject_is_never_blank(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Subject(value));
    }

    private static Caller caller(Map<OrgName, Set<Role>> memberships) {
        return new Caller(new Subject("jane"), Profile.EMPTY, memberships);
    }
}
