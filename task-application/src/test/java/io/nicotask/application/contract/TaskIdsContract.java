package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.TaskIds;
import io.nicotask.domain.task.TaskId;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every source of {@link TaskIds} does. */
public abstract class TaskIdsContract {

    private final TaskIds ids;

    protected TaskIdsContract(TaskIds ids) {
        this.ids = ids;
    }

    @Test
    void no_two_ids_are_the_same_though_many_threads_ask_for_them() {
        List<TaskId> drawn = Race.of(
                        8, () -> Stream.generate(ids::next).limit(1000).toList())
                .stream()
                .flatMap(Collection::stream)
                .toList();

        assertThat(drawn).hasSize(8000).doesNotHaveDuplicates();
    }
}
