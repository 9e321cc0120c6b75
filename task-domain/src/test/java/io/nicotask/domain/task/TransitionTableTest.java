package io.nicotask.domain.task;

import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.task.TaskInput.Answer;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The effect of every input in every status, cell by cell. */
final class TransitionTableTest {

    /** An answer that changes the task is followed by the new status. */
    private static final String TABLE = """
            input                     | WAITING              | PENDING              | RUNNING              | SUCCEEDED      | FAILED         | TERMINATED
            PROMOTE                   | Applied PENDING      | AlreadyApplied       | Refused              | Refused        | Refused        | Refused
            UNATTENDED                | Refused              | Applied PENDING      | Refused              | Refused        | Refused        | Refused
            EXPIRE                    | Applied TERMINATED   | Refused              | Refused              | Refused        | Refused        | Refused
            START_BY_ITS_RUN          | Refused              | Applied RUNNING      | AlreadyApplied       | Refused        | Refused        | Refused
            START_BY_ANOTHER          | Refused              | Applied RUNNING      | Refused              | Refused        | Refused        | Refused
            PLAN_BY_ITS_RUN           | Refused              | Refused              | AlreadyApplied       | Refused        | Refused        | Refused
            PLAN_BY_ANOTHER           | Refused              | Refused              | Refused              | Refused        | Refused        | Refused
            PROGRESS_BY_ITS_RUN       | Refused              | Refused              | Applied RUNNING      | Refused        | Refused        | Refused
            PROGRESS_AGAIN            | Refused              | Refused              | AlreadyApplied       | Refused        | Refused        | Refused
            PROGRESS_BY_ANOTHER       | Refused              | Refused              | Refused              | Refused        | Refused        | Refused
            PROGRESS_WITHOUT_REPORT   | Refused              | Refused              | AlreadyApplied       | Refused        | Refused        | Refused
            SUCCEED_BY_ITS_RUN        | Refused              | Refused              | Applied SUCCEEDED    | AlreadyApplied | Refused        | Refused
            SUCCEED_BY_ANOTHER        | Refused              | Refused              | Refused              | Refused        | Refused        | Refused
            FAIL_BY_ITS_RUN           | Refused              | Refused              | Applied FAILED       | Refused        | AlreadyApplied | Refused
            FAIL_BY_ITS_RUN_OTHERWISE | Refused              | Refused              | Applied FAILED       | Refused        | Refused        | Refused
            FAIL_BY_ANOTHER           | Refused              | Refused              | Refused              | Refused        | Refused        | Refused
            FAIL_BY_THE_SYSTEM        | Refused              | Applied FAILED       | Applied FAILED       | Refused        | Refused        | Refused
            CANCEL                    | Cancelled TERMINATED | Cancelled TERMINATED | Cancelled TERMINATED | NotCancellable | NotCancellable | AlreadyTerminated
            """;

    private static final Duration LATER = Duration.ofHours(2);

    static Stream<Arguments> cells() {
        List<List<String>> rows =
                TABLE.lines().map(TransitionTableTest::columns).toList();
        List<String> statuses = rows.getFirst().subList(1, rows.getFirst().size());
        return rows.stream()
                .skip(1)
                .flatMap(row -> statuses.stream()
                        .map(status -> Arguments.of(
                                TaskInput.valueOf(row.getFirst()),
                                TaskStatus.valueOf(status),
                                row.get(1 + statuses.indexOf(status)))));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void answers_as_the_table_says(TaskInput input, TaskStatus status, String expected) {
        Task task = aTaskIn(status).build();

        Answer answer = input.applyTo(task, task.revision().updated().plus(LATER));

        String actual = answer.changes() ? answer.name() + " " + answer.task().status() : answer.name();
        assertThat(actual).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void a_change_follows_an_edge_and_anything_else_returns_the_same_task(TaskInput input, TaskStatus status) {
        Task task = aTaskIn(status).build();

        Answer answer = input.applyTo(task, task.revision().updated().plus(LATER));

        if (!answer.changes()) {
            assertThat(answer.task()).isSameAs(task);
        } else if (answer.task().status() == status) {
            assertThat(input.method()).isIn("progress", "unattended");
        } else {
            assertThat(status.successors()).contains(answer.task().status());
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void a_change_adds_one_version_and_keeps_id_and_spec(TaskInput input, TaskStatus status) {
        Task task = aTaskIn(status).build();

        Answer answer = input.applyTo(task, task.revision().updated().plus(LATER));

        if (answer.changes()) {
            Revision before = task.revision();
            assertThat(answer.task().revision())
                    .isEqualTo(new Revision(before.created(), before.updated().plus(LATER), before.version() + 1));
            assertThat(answer.task().id()).isEqualTo(task.id());
            assertThat(answer.task().spec()).isEqualTo(task.spec());
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void a_change_is_never_dated_before_the_last_one(TaskInput input, TaskStatus status) {
        Task task = aTaskIn(status).build();

        Answer answer = input.applyTo(task, task.revision().created().minus(LATER));

        assertThat(answer.task().revision().updated()).isEqualTo(task.revision().updated());
        assertFinishedWithTheLastChange(answer.task());
    }

    @ParameterizedTest
    @MethodSource("cells")
    void times_are_whole_microseconds(TaskInput input, TaskStatus status) {
        Task task = aTaskIn(status).build();
        Instant truncated = task.revision().updated().plus(LATER).plusNanos(123_456_000);

        Answer answer = input.applyTo(task, truncated.plusNanos(789));

        assertThat(answer.task().revision().updated())
                .isEqualTo(answer.changes() ? truncated : task.revision().updated());
        assertFinishedWithTheLastChange(answer.task());
    }

    @ParameterizedTest
    @MethodSource("cells")
    void the_run_is_set_once(TaskInput input, TaskStatus status) {
        Task task = aTaskIn(status).build();

        Answer answer = input.applyTo(task, task.revision().updated().plus(LATER));

        if (task.state().runOrNull() != null) {
            assertThat(answer.task().state().runOrNull()).isEqualTo(task.state().runOrNull());
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void the_same_input_again_changes_nothing(TaskInput input, TaskStatus status) {
        Task task = aTaskIn(status).build();
        Task changed =
                input.applyTo(task, task.revision().updated().plus(LATER)).task();

        Answer again = input.applyTo(changed, changed.revision().updated().plus(LATER));

        assertThat(again.task()).isSameAs(changed);
    }

    @Test
    void the_table_has_every_status_and_every_input() {
        List<List<String>> rows =
                TABLE.lines().map(TransitionTableTest::columns).toList();

        assertThat(rows.getFirst().stream().skip(1)).containsExactlyElementsOf(names(TaskStatus.values()));
        assertThat(rows.stream().skip(1).map(List::getFirst)).containsExactlyElementsOf(names(TaskInput.values()));
    }

    @Test
    void every_method_that_changes_a_task_is_an_input() {
        Set<String> methods = Arrays.stream(Task.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> Set.of(Transition.class, Cancellation.class).contains(method.getReturnType()))
                .map(Method::getName)
                .collect(Collectors.toSet());

        Set<String> changed =
                Arrays.stream(TaskInput.values()).map(TaskInput::method).collect(Collectors.toSet());

        assertThat(changed).isEqualTo(methods);
    }

    private static void assertFinishedWithTheLastChange(Task task) {
        Instant finished = task.state().finishedOrNull();
        if (task.status().isTerminal()) {
            assertThat(finished).isEqualTo(task.revision().updated());
        } else {
            assertThat(finished).isNull();
        }
    }

    private static List<String> columns(String line) {
        return Arrays.stream(line.split("\\|")).map(String::strip).toList();
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
