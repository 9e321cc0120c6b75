package io.nicotask.domain.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.Caller.Subject;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdsTest {

    private static final UUID VALUE = UUID.fromString("ABCDEF00-0000-4000-8000-00000000000F");

    static Stream<Object> ids() {
        return Stream.of(
                new TaskId(VALUE), new RackId(VALUE), new RuleId(VALUE), new SiteId(VALUE), new ProviderId(VALUE));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void ids_are_written_in_lower_case(Object id) {
        assertThat(id).hasToString("abcdef00-0000-4000-8000-00000000000f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void a_run_id_is_never_blank(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new WorkflowRunId(value));
    }

    @Test
    void actors_distinguish_users_from_parts_of_the_system() {
        assertThat(Actor.user(new Subject("relay"))).hasToString("user:relay");
        assertThat(Actor.system("relay")).hasToString("system:relay");
    }
}
