package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.TaskIdGenerator;
import io.nicotask.domain.value.TaskId;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of {@link TaskIdGenerator}. */
public abstract class TaskIdGeneratorContract extends PortContract {

    private final TaskIdGenerator ids;

    protected TaskIdGeneratorContract(TaskIdGenerator ids) {
        this.ids = calls.recorded(TaskIdGenerator.class, ids);
    }

    @Test
    void ids_are_unique_across_threads() {
        List<TaskId> drawn = ConcurrentRuns.of(
                        8, () -> Stream.generate(ids::nextId).limit(1000).toList())
                .stream()
                .flatMap(Collection::stream)
                .toList();

        assertThat(drawn).hasSize(8000).doesNotHaveDuplicates();
    }
}
