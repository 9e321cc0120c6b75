package io.nicotask.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OrgNameTest {

    @Test
    void names_are_the_same_in_any_case() {
        assertThat(new OrgName("Demo-ORG")).isEqualTo(new OrgName("demo-org")).hasToString("demo-org");
    }

    @Test
    void the_case_of_names_does_not_depend_on_the_machine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(new OrgName("NVIDIA")).hasToString("nvidia");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void the_kelvin_sign_is_not_a_k() {
        assertThat(new OrgName("Bac\u212aup")).hasToString("bac\u212aup").isNotEqualTo(new OrgName("backup"));
        assertThat(new OrgName("\u212aK\u212a")).hasToString("\u212ak\u212a");
    }

    @Test
    void no_other_character_turns_into_an_ascii_letter() {
        assertThat(IntStream.rangeClosed(0x80, Character.MAX_CODE_POINT)
                        .mapToObj(Character::toString)
                        .filter(character -> !character.isBlank())
                        .filter(character ->
                                new OrgName(character).value().chars().allMatch(c -> c < 0x80)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void a_name_is_never_blank(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new OrgName(name));
    }
}
