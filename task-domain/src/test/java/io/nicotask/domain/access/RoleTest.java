package io.nicotask.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.domain.access.Caller.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoleTest {

    @ParameterizedTest
    @ValueSource(strings = {"PROVIDER_ADMIN", "NICO_PROVIDER_ADMIN", "FORGE_PROVIDER_ADMIN", "A_B_PROVIDER_ADMIN"})
    void grants_by_the_name_or_by_a_suffix_after_an_underscore(String name) {
        assertThat(new Role(name).grantsProviderAdmin()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROVIDER_ADMIN_VIEWER",
                "XPROVIDER_ADMIN",
                "NICO-PROVIDER_ADMIN",
                "provider_admin",
                "nico_provider_admin",
                "NICO_PROVIDER_ADMIN.",
                "TENANT_ADMIN",
                "ADMIN"
            })
    void grants_nothing_else(String name) {
        assertThat(new Role(name).grantsProviderAdmin()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "globex:NICO_PROVIDER_ADMIN",
                ":PROVIDER_ADMIN",
                "other-app/NO_PROVIDER_ADMIN",
                "NO\n_PROVIDER_ADMIN",
                "NICO_PROVIDER_ADMIN\n",
                "NICO_PROVIDER_ADMIN ",
                " PROVIDER_ADMIN",
                "NICO_PROVIDER_ADMIN\u0000",
                "NICO\u00a0_PROVIDER_ADMIN",
                "\uff30ROVIDER_ADMIN",
                "\u00c9_PROVIDER_ADMIN",
                "NO,_PROVIDER_ADMIN"
            })
    void other_text_is_not_a_role(String text) {
        assertThat(Role.parse(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new Role(text));
    }

    @Test
    void letters_digits_underscore_dot_and_hyphen_make_a_role() {
        assertThat(Role.parse("a-Z.09_")).contains(new Role("a-Z.09_"));
    }
}
