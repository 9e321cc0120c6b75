package io.nicotask.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

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
                "",
                "PROVIDER_ADMIN_VIEWER",
                "XPROVIDER_ADMIN",
                "NICO-PROVIDER_ADMIN",
                "provider_admin",
                "nico_provider_admin",
                "NICO_PROVIDER_ADMIN ",
                " PROVIDER_ADMIN",
                "TENANT_ADMIN",
                "ADMIN"
            })
    void grants_nothing_else(String name) {
        assertThat(new Role(name).grantsProviderAdmin()).isFalse();
    }
}
