package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.CREATED;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.application.port.IdempotencyKeys.KeyState;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@link IdempotencyKeys}. */
public abstract class IdempotencyKeysContract extends StoreContract {

    private static final OrgName OTHER_ORG = new OrgName("umbrella");
    private static final String KEY = "key-1";
    private static final String REQUEST = "power on the rack";
    private static final String OTHER_REQUEST = "power off the rack";

    private final IdempotencyKeys keys;

    protected IdempotencyKeysContract(StoreUnderTest store, Class<? extends IdempotencyKeys> implementation) {
        super(store);
        this.keys = implementation.cast(store.submitKeys());
        store.put(OTHER_ORG, OTHER_PROVIDER);
    }

    @Test
    void a_key_is_unused_until_its_use_is_recorded() {
        assertThat(lock(ORG, KEY, REQUEST, CREATED)).isEqualTo(new KeyState.Unused());
        assertThat(lock(ORG, KEY, OTHER_REQUEST, CREATED)).isEqualTo(new KeyState.Unused());
    }

    @Test
    void a_used_key_returns_the_task_to_the_same_request_only() {
        TaskId task = recordUse(ORG, KEY, REQUEST, 1, CREATED);

        assertThat(lock(ORG, KEY, REQUEST, CREATED)).isEqualTo(new KeyState.SameRequest(task));
        assertThat(lock(ORG, KEY, OTHER_REQUEST, CREATED)).isEqualTo(new KeyState.DifferentRequest());
        assertThat(lock(ORG, KEY, REQUEST, CREATED)).isEqualTo(new KeyState.SameRequest(task));
    }

    @Test
    void every_org_has_its_own_keys() {
        TaskId ours = recordUse(ORG, KEY, REQUEST, 1, CREATED);
        KeyState theirsBefore = lock(OTHER_ORG, KEY, REQUEST, CREATED);
        TaskId theirs = recordUse(OTHER_ORG, KEY, OTHER_REQUEST, 2, CREATED);

        assertThat(theirsBefore).isEqualTo(new KeyState.Unused());
        assertThat(lock(ORG, KEY, REQUEST, CREATED)).isEqualTo(new KeyState.SameRequest(ours));
        assertThat(lock(OTHER_ORG, KEY, OTHER_REQUEST, CREATED)).isEqualTo(new KeyState.SameRequest(theirs));
    }

    @Test
    void similar_keys_are_different_keys() {
        recordUse(ORG, KEY, REQUEST, 1, CREATED);

        for (String other : List.of("KEY-1", "key-1 ", " key-1", "key-", "key-%")) {
            assertThat(lock(ORG, other, REQUEST, CREATED)).isEqualTo(new KeyState.Unused());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "'; drop table task; --", "\uD83D\uDE80 \u00E9 :id ? {}", "a\n\tb"})
    @MethodSource("longKeys")
    void unusual_and_long_keys_are_valid(String key) {
        TaskId task = recordUse(ORG, key, REQUEST, 1, CREATED);

        assertThat(lock(ORG, key, REQUEST, CREATED)).isEqualTo(new KeyState.SameRequest(task));
    }

    static List<String> longKeys() {
        return List.of("x".repeat(255), "\uD83D\uDE80".repeat(255));
    }

    @Test
    void long_requests_are_compared_to_the_last_character() {
        String longRequest = "power on the rack ".repeat(4_000);
        TaskId task = recordUse(ORG, KEY, longRequest, 1, CREATED);

        assertThat(lock(ORG, KEY, longRequest, CREATED)).isEqualTo(new KeyState.SameRequest(task));
        assertThat(lock(ORG, KEY, longRequest + "!", CREATED)).isEqualTo(new KeyState.DifferentRequest());
    }

    @Test
    void a_key_expires_after_a_day_and_can_be_used_again() {
        TaskId first = recordUse(ORG, KEY, REQUEST, 1, CREATED);
        Instant dayAfter = CREATED.plus(IdempotencyKeys.RETENTION);

        KeyState justBefore = lock(ORG, KEY, REQUEST, dayAfter.minusSeconds(1));
        KeyState justAfter = lock(ORG, KEY, OTHER_REQUEST, dayAfter.plusSeconds(1));
        TaskId second = recordUse(ORG, KEY, OTHER_REQUEST, 2, dayAfter.plusSeconds(1));

        assertThat(justBefore).isEqualTo(new KeyState.SameRequest(first));
        assertThat(justAfter).isEqualTo(new KeyState.Unused());
        assertThat(lock(ORG, KEY, OTHER_REQUEST, dayAfter.plusSeconds(2))).isEqualTo(new KeyState.SameRequest(second));
        assertThat(lock(ORG, KEY, REQUEST, dayAfter.plusSeconds(2))).isEqualTo(new KeyState.DifferentRequest());
    }

    @Test
    void a_key_whose_task_was_rolled_back_is_unused() {
        assertThatThrownBy(() -> store.transactions().inTransaction(() -> {
                    TaskId task = recordUseInTransaction(ORG, KEY, REQUEST, 1, CREATED);
                    assertThat(keys.lock(ORG, KEY, REQUEST, CREATED)).isEqualTo(new KeyState.SameRequest(task));
                    throw new IllegalArgumentException("undo");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(lock(ORG, KEY, OTHER_REQUEST, CREATED)).isEqualTo(new KeyState.Unused());
    }

    @Test
    void of_concurrent_requests_with_one_key_one_creates_the_task_for_all() {
        AtomicInteger numbers = new AtomicInteger();

        List<KeyState> states = ConcurrentRuns.of(16, () -> lockOrRecord(numbers.incrementAndGet()));

        List<KeyState> others = states.stream()
                .filter(keyState -> !keyState.equals(new KeyState.Unused()))
                .toList();
        assertThat(others).hasSize(15).containsOnly(lock(ORG, KEY, REQUEST, CREATED));
        assertThat(openTasks()).hasSize(1);
    }

    @Test
    void if_the_first_of_concurrent_requests_rolls_back_another_creates_the_task() {
        AtomicInteger numbers = new AtomicInteger();

        List<Boolean> stored = ConcurrentRuns.of(8, () -> {
            int number = numbers.incrementAndGet();
            return number % 2 == 0 ? lockOrRecord(number).equals(new KeyState.Unused()) : !rollsBack(number);
        });

        assertThat(stored).containsOnlyOnce(true);
        assertThat(openTasks()).hasSize(1);
    }

    private boolean rollsBack(int number) {
        try {
            return store.transactions().inTransaction(() -> {
                if (keys.lock(ORG, KEY, REQUEST, CREATED).equals(new KeyState.Unused())) {
                    recordUseInTransaction(ORG, KEY, REQUEST, number, CREATED);
                }
                throw new IllegalArgumentException("undo");
            });
        } catch (IllegalArgumentException undone) {
            return true;
        }
    }

    private KeyState lockOrRecord(int number) {
        return store.transactions().inTransaction(() -> {
            KeyState keyState = keys.lock(ORG, KEY, REQUEST, CREATED);
            if (keyState.equals(new KeyState.Unused())) {
                add(number);
                keys.recordUse(ORG, KEY, REQUEST, new TaskId(new UUID(0, number)), CREATED);
            }
            return keyState;
        });
    }

    private KeyState lock(OrgName org, String key, String request, Instant now) {
        return store.transactions().inTransaction(() -> keys.lock(org, key, request, now));
    }

    private TaskId recordUse(OrgName org, String key, String request, int number, Instant now) {
        return store.transactions().inTransaction(() -> recordUseInTransaction(org, key, request, number, now));
    }

    private TaskId recordUseInTransaction(OrgName org, String key, String request, int number, Instant now) {
        assertThat(keys.lock(org, key, request, now)).isEqualTo(new KeyState.Unused());
        TaskId task = add(number);
        keys.recordUse(org, key, request, task, now);
        return task;
    }

    private TaskId add(int number) {
        store.tasks().insertTask(SCOPE, aPendingTask().number(number).build(), CAUSE);
        return new TaskId(new UUID(0, number));
    }
}
