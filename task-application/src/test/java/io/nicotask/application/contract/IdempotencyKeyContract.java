package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.KeyedResult;
import io.nicotask.application.port.TaskStorage.KeyedResult.Decided;
import io.nicotask.application.port.TaskStorage.KeyedResult.DifferentRequest;
import io.nicotask.application.port.TaskStorage.KeyedResult.SameRequest;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of the contract of {@link TaskStorage} that is about idempotency keys. */
public abstract class IdempotencyKeyContract extends StoreContract {

    private static final OrgName OTHER_ORG = new OrgName("umbrella");
    private static final IdempotencyKey KEY = new IdempotencyKey(ORG, "key-1", "power on the rack");
    private static final IdempotencyKey OTHER_REQUEST = new IdempotencyKey(ORG, "key-1", "power off the rack");

    private final TaskStorage storage;

    protected IdempotencyKeyContract(StoreUnderTest store, Class<? extends TaskStorage> implementation) {
        super(store);
        this.storage = calls.recorded(TaskStorage.class, implementation.cast(store.storage()));
        store.put(OTHER_ORG, OTHER_PROVIDER);
    }

    @Test
    void a_used_key_returns_the_task_to_the_same_request_only() {
        Task task = aPendingTask().build();

        assertThat(submit(KEY, 1)).isEqualTo(new Decided<>(task));
        assertSame(KEY, task);
        assertThat(submit(OTHER_REQUEST, 2)).isEqualTo(new DifferentRequest<>());
        assertSame(KEY, task);
        assertThat(openTasks()).containsExactly(task);
    }

    @Test
    void a_repeated_request_returns_the_task_as_it_is_now() {
        assertThat(submit(KEY, 1)).isEqualTo(new Decided<>(aPendingTask().build()));
        Task cancelled = cancel(aPendingTask().build());

        TaskSnapshot now = repeated(KEY);

        assertThat(now.task()).isEqualTo(cancelled);
        assertThat(now.stop())
                .isEqualTo(store.writes().stopOf(SCOPE, cancelled.id()).orElseThrow());
    }

    @Test
    void a_decision_under_a_new_key_is_based_on_the_rack() {
        Task holder = storedWithReservation(aRunningTask().number(7));

        RackOccupancy here = decidedUpon(SCOPE);
        assertSameTasks(here, occupancy(SCOPE, RACK));
        assertThat(here.task(holder.id())).contains(holder);
        for (TaskScope scope : List.of(OTHER_SITE_SCOPE, FOREIGN_SCOPE, MISMATCHED_SCOPE)) {
            RackOccupancy there = decidedUpon(scope);
            assertSameTasks(there, occupancy(scope, RACK));
            assertThat(there.reservations()).isNotEqualTo(here.reservations());
        }
    }

    private RackOccupancy decidedUpon(TaskScope scope) {
        return ((Decided<RackOccupancy>) storage.decideOnce(scope, RACK, KEY, Decision::unchanged)).answer();
    }

    @Test
    void a_decision_that_submits_no_task_does_not_use_the_key() {
        assertThat(storage.decideOnce(SCOPE, RACK, OTHER_REQUEST, rack -> Decision.unchanged("refused")))
                .isEqualTo(new Decided<>("refused"));
        assertThat(storage.decideOnce(
                        SCOPE,
                        RACK,
                        OTHER_REQUEST,
                        rack -> Decision.of("audited", new Audited(AuditFixture.granted()))))
                .isEqualTo(new Decided<>("audited"));

        assertThat(submit(KEY, 1)).isEqualTo(new Decided<>(aPendingTask().build()));
        assertThat(store.auditEntries()).hasSize(1);
    }

    @Test
    void a_decision_that_is_not_written_does_not_use_the_key() {
        Task stored = stored(aRunningTask().number(1));

        assertThatThrownBy(() -> submit(OTHER_REQUEST, 1)).isNotNull();
        assertThatThrownBy(() -> storage.decideOnce(SCOPE, RACK, OTHER_REQUEST, rack -> {
                    throw new IllegalArgumentException("undecided");
                }))
                .hasMessage("undecided");

        assertUnchanged(stored);
        assertThat(submit(KEY, 2))
                .isEqualTo(new Decided<>(aPendingTask().number(2).build()));
    }

    @Test
    void every_org_has_its_own_keys() {
        IdempotencyKey theirs = new IdempotencyKey(OTHER_ORG, KEY.key(), "power off the rack");

        assertThat(submit(KEY, 1)).isEqualTo(new Decided<>(aPendingTask().build()));
        assertThat(submit(theirs, 2))
                .isEqualTo(new Decided<>(aPendingTask().number(2).build()));

        assertSame(KEY, aPendingTask().build());
        assertSame(theirs, aPendingTask().number(2).build());
    }

    @Test
    void similar_keys_are_different_keys() {
        int number = 1;
        for (String key : List.of("key-1", "KEY-1", "key-1 ", " key-1", "key-", "key-%")) {
            assertThat(submit(new IdempotencyKey(ORG, key, KEY.fingerprint()), number))
                    .isEqualTo(new Decided<>(aPendingTask().number(number).build()));
            number++;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "'; drop table task; --", "\uD83D\uDE80 \u00E9 :id ? {}", "a\n\tb"})
    @MethodSource("longKeys")
    void unusual_and_long_keys_are_valid(String key) {
        IdempotencyKey unusual = new IdempotencyKey(ORG, key, KEY.fingerprint());

        assertThat(submit(unusual, 1)).isEqualTo(new Decided<>(aPendingTask().build()));

        assertSame(unusual, aPendingTask().build());
    }

    static List<String> longKeys() {
        return List.of("x".repeat(255), "\uD83D\uDE80".repeat(255));
    }

    @Test
    void long_requests_are_compared_to_the_last_character() {
        String longRequest = "power on the rack ".repeat(4_000);
        IdempotencyKey used = new IdempotencyKey(ORG, KEY.key(), longRequest);

        assertThat(submit(used, 1)).isEqualTo(new Decided<>(aPendingTask().build()));

        assertSame(used, aPendingTask().build());
        assertThat(submit(new IdempotencyKey(ORG, KEY.key(), longRequest + "!"), 2))
                .isEqualTo(new DifferentRequest<>());
    }

    @Test
    void a_key_expires_after_a_day_and_can_be_used_again() {
        assertThat(submit(KEY, 1)).isEqualTo(new Decided<>(aPendingTask().build()));

        store.elapse(IdempotencyKey.RETENTION.minusSeconds(1));
        assertSame(KEY, aPendingTask().build());
        store.elapse(Duration.ofSeconds(2));
        assertThat(submit(OTHER_REQUEST, 2))
                .isEqualTo(new Decided<>(aPendingTask().number(2).build()));

        assertSame(OTHER_REQUEST, aPendingTask().number(2).build());
        assertThat(submit(KEY, 3)).isEqualTo(new DifferentRequest<>());
    }

    @Test
    void a_key_is_known_although_the_clock_was_set_back() {
        assertThat(submit(KEY, 1)).isEqualTo(new Decided<>(aPendingTask().build()));

        store.elapse(IdempotencyKey.RETENTION.multipliedBy(-2));

        assertSame(KEY, aPendingTask().build());
    }

    @Test
    void of_concurrent_requests_with_one_key_one_submits_the_task_for_all() {
        AtomicInteger numbers = new AtomicInteger();

        List<KeyedResult<Task>> results = ConcurrentRuns.of(16, () -> submit(KEY, numbers.incrementAndGet()));

        List<Task> submitted = openTasks();
        assertThat(submitted).hasSize(1);
        assertThat(results).containsOnlyOnce(new Decided<>(submitted.getFirst()));
        assertThat(results)
                .filteredOn(SameRequest.class::isInstance)
                .extracting(same -> ((SameRequest<Task>) same).task().task())
                .hasSize(15)
                .containsOnly(submitted.getFirst());
    }

    @Test
    void if_the_first_of_concurrent_requests_fails_another_submits_the_task() {
        AtomicInteger numbers = new AtomicInteger();

        List<Boolean> submitted = ConcurrentRuns.of(8, () -> {
            int number = numbers.incrementAndGet();
            return number % 2 == 0 ? submit(KEY, number) instanceof Decided<Task> : !fails();
        });

        assertThat(submitted).containsOnlyOnce(true);
        assertThat(openTasks()).hasSize(1);
    }

    /** Makes a decision that throws, unless the key was used before. */
    private boolean fails() {
        try {
            return storage.decideOnce(SCOPE, RACK, KEY, rack -> {
                        throw new IllegalArgumentException("undecided");
                    })
                    instanceof SameRequest<Object>;
        } catch (IllegalArgumentException undecided) {
            return true;
        }
    }

    private void assertSame(IdempotencyKey key, Task task) {
        assertThat(repeated(key).task()).isEqualTo(task);
    }

    /** Repeats a request, whose decision must not be made again. */
    private TaskSnapshot repeated(IdempotencyKey key) {
        KeyedResult<Object> result = storage.decideOnce(SCOPE, RACK, key, rack -> {
            throw new AssertionError("The key was used before");
        });
        return ((SameRequest<Object>) result).task();
    }

    private KeyedResult<Task> submit(IdempotencyKey key, int number) {
        Task task = aPendingTask().number(number).build();
        return storage.decideOnce(
                SCOPE,
                RACK,
                key,
                rack -> Decision.of(task, new TaskSubmitted(task, CAUSE), new RackGranted(task, Delivery.AT_ONCE)));
    }
}
