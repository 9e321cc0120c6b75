package io.nicotask.application.contract;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTerminatedTask;
import static io.nicotask.application.contract.StoredTaskFixture.aWaitingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.StopAlerted;
import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.TaskEvents.TaskEvent;
import io.nicotask.application.port.TaskEvents.TaskEvent.StatusChanged;
import io.nicotask.application.port.TaskEvents.TaskEvent.StopChanged;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of {@link TaskEvents}. */
public abstract class TaskEventsContract extends StopFixture {

    private static final int MANY = 100;

    private final TaskEvents events;
    private long begin;

    protected TaskEventsContract(StoreUnderTest store, Class<? extends TaskEvents> implementation) {
        super(store);
        this.events = calls.recorded(TaskEvents.class, implementation.cast(store.events()));
    }

    @BeforeEach
    void skip_the_events_of_earlier_tests() {
        List<TaskEvent> earlier = events.after(0, Integer.MAX_VALUE);
        begin = earlier.isEmpty() ? 0 : earlier.getLast().position();
    }

    @Test
    void each_change_of_a_tasks_state_is_an_event_as_in_its_history() {
        Task task = cancel(stored(aPendingTask()), Delivery.AT_ONCE);

        List<TaskEvent> read = next(2);

        List<HistoryEntry> history = store.tasks().history(SCOPE, task.id());
        assertThat(read).hasSize(2);
        for (int i = 0; i < 2; i++) {
            HistoryEntry entry = history.get(i);
            assertThat(read.get(i))
                    .isEqualTo(new StatusChanged(
                            read.get(i).position(),
                            SITE,
                            task.id(),
                            task.spec().rack(),
                            task.spec().operation(),
                            entry.from(),
                            entry.to(),
                            entry.at(),
                            entry.cause()));
        }
        assertThat(read.get(0).position()).isPositive().isLessThan(read.get(1).position());
    }

    @Test
    void the_confirmation_of_a_stop_is_an_event_after_the_end_of_its_task() {
        Task task = withStop(aTerminatedTask());
        store.writes().closeWorkflow(SCOPE, task, claimed(task, Kind.STOP_WORKFLOW), Duration.ZERO);
        List<TaskEvent> before = all();
        store.writes().release(SCOPE, task);

        TaskEvent last = next(before.size() + 1).getLast();

        assertThat(before).hasOnlyElementsOfType(StatusChanged.class);
        assertThat(((StatusChanged) before.getLast()).to()).isEqualTo(TaskStatus.TERMINATED);
        assertThat(last).isEqualTo(new StopChanged(last.position(), SITE, task.id(), StopStatus.CONFIRMED, last.at()));
    }

    @Test
    void a_stop_that_needs_attention_is_an_event_once_and_its_resolution_another() {
        Task task = aHolderToStop(1);
        store.elapse(OVERDUE);
        store.writes().write(SCOPE, RACK, new StopAlerted(task.id()));
        store.writes().write(SCOPE, RACK, new StopAlerted(task.id()));
        store.writes().resolveStop(SCOPE, task);
        store.writes().release(SCOPE, task);
        cancel(stored(aPendingTask().number(2)), Delivery.AT_ONCE);

        assertThat(stopChangesIn(next(5))).containsExactly(StopStatus.NEEDS_ATTENTION, StopStatus.CONFIRMED);
    }

    @Test
    void a_task_that_was_never_started_has_no_stop() {
        Task task = cancel(stored(aWaitingTask()), Delivery.AT_ONCE);

        assertThat(next(2))
                .hasOnlyElementsOfType(StatusChanged.class)
                .last()
                .satisfies(event -> assertThat(event.task()).isEqualTo(task.id()));
    }

    @Test
    void a_reader_continues_from_a_position_with_any_limit() {
        for (int number = 1; number <= 5; number++) {
            cancel(stored(aPendingTask().number(number)), Delivery.AT_ONCE);
        }
        List<TaskEvent> all = next(10);

        List<TaskEvent> read = new ArrayList<>();
        long position = begin;
        for (List<TaskEvent> some = events.after(position, 3); !some.isEmpty(); some = events.after(position, 3)) {
            assertThat(some).hasSizeLessThanOrEqualTo(3);
            read.addAll(some);
            position = some.getLast().position();
        }

        assertThat(read).isEqualTo(all);
    }

    private static List<StopStatus> stopChangesIn(List<TaskEvent> some) {
        return some.stream()
                .filter(StopChanged.class::isInstance)
                .map(event -> ((StopChanged) event).status())
                .toList();
    }

    /** Waits until there are as many; a transaction elsewhere may delay them. */
    protected final List<TaskEvent> next(int count) {
        await().until(() -> all().size() >= count);
        return all();
    }

    protected final List<TaskEvent> all() {
        return events.after(begin, MANY);
    }
}
