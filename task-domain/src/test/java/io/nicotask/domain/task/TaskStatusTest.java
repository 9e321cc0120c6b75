package io.nicotask.domain.task;

import static io.nicotask.domain.task.TaskStatus.FAILED;
import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.RUNNING;
import static io.nicotask.domain.task.TaskStatus.SUCCEEDED;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.domain.task.TaskStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TaskStatusTest {

    private static final Map<TaskStatus, Set<TaskStatus>> EDGES = Map.of(
            WAITING, Set.of(PENDING, TERMINATED),
            PENDING, Set.of(RUNNING, FAILED, TERMINATED),
            RUNNING, Set.of(SUCCEEDED, FAILED, TERMINATED),
            SUCCEEDED, Set.of(),
            FAILED, Set.of(),
            TERMINATED, Set.of());

    @ParameterizedTest
    @EnumSource
    void has_the_designed_edges_and_no_others(TaskStatus status) {
        assertThat(status.successors()).isEqualTo(EDGES.get(status));
    }

    @ParameterizedTest
    @EnumSource
    void is_terminal_when_no_edge_leaves_it(TaskStatus status) {
        assertThat(status.isTerminal())
                .isEqualTo(Set.of(SUCCEEDED, FAILED, TERMINATED).contains(status));
    }

    @ParameterizedTest
    @EnumSource
    void may_have_a_workflow_unless_it_waits(TaskStatus status) {
        assertThat(status.mayHaveWorkflow()).isEqualTo(status != WAITING);
    }

    @Test
    void has_the_labels_that_clients_know() {
        assertThat(Arrays.stream(TaskStatus.values()).map(TaskStatus::label))
                .containsExactly("Waiting", "Pending", "Running", "Succeeded", "Failed", "Terminated");
    }

    @ParameterizedTest
    @EnumSource
    void is_found_by_its_label_in_exact_case_only(TaskStatus status) {
        assertThat(TaskStatus.ofLabel(status.label())).contains(status);
        assertThat(TaskStatus.ofLabel(status.name())).isEmpty();
    }

    @Test
    void has_no_status_for_the_reserved_label() {
        assertThat(TaskStatus.ofLabel("Unknown")).isEmpty();
    }
}
