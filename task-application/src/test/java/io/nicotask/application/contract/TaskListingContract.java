package io.nicotask.application.contract;

import static io.nicotask.application.contract.TaskFixture.CAUSE;
import static io.nicotask.application.contract.TaskFixture.CREATED;
import static io.nicotask.application.contract.TaskFixture.aPendingTask;
import static io.nicotask.application.contract.TaskFixture.aRunningTask;
import static io.nicotask.application.contract.TaskFixture.aTask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.TaskListing;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link TaskListing} does. */
public abstract class TaskListingContract extends StoreContract {

    private static final int MANY = 100;

    private final TaskListing listing;

    protected TaskListingContract(StoreUnderTest store, Class<? extends TaskListing> implementation) {
        super(store);
        this.listing = implementation.cast(store.listing());
    }

    @Test
    void the_open_tasks_are_listed_and_no_others() {
        List<Task> open = Arrays.stream(TaskStatus.values())
                .map(status -> kept(aTask(status)
                        .withId(UUID.nameUUIDFromBytes(status.name().getBytes(UTF_8)))))
                .filter(task -> !task.status().isTerminal())
                .toList();

        assertThat(listing.open(HERE, MANY)).containsExactlyInAnyOrderElementsOf(open);
    }

    @Test
    void tasks_of_other_scopes_are_not_listed() {
        Task there = aPendingTask().at(OTHER_SITE).keptIn(store.tasks(), THERE);
        aPendingTask().number(2).keptIn(store.tasks(), HERE);

        assertThat(listing.open(THERE, MANY)).containsExactly(there);
        assertThat(listing.open(FORGED, MANY)).isEmpty();
        assertThat(listing.open(ABROAD, MANY)).isEmpty();
    }

    @Test
    void the_newest_come_first_then_the_greatest_id_by_its_digits() {
        Task oldest = kept(aPendingTask().number(9));
        Task low = kept(aRunningTask().withId(new UUID(1, 1)).createdAt(CREATED.plusNanos(1000)));
        Task high = kept(aPendingTask().withId(new UUID(-1, -1)).createdAt(CREATED.plusNanos(1000)));

        assertThat(listing.open(HERE, MANY)).containsExactly(high, low, oldest);
    }

    @Test
    void no_more_are_listed_than_are_wanted() {
        kept(aPendingTask().number(1));
        Task newer = kept(aPendingTask().number(2));

        assertThat(listing.open(HERE, 1)).containsExactly(newer);
    }

    @Test
    void what_was_written_earlier_in_the_transaction_is_listed() {
        Task task = aPendingTask().now();

        List<Task> open = store.transactions().inTransaction(() -> {
            store.tasks().add(HERE, task, CAUSE);
            return listing.open(HERE, MANY);
        });

        assertThat(open).containsExactly(task);
    }
}
