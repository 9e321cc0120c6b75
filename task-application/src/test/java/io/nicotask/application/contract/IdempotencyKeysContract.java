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
    private static final String WORK = "power on the rack";
    private static final String OTHER_WORK = "power off the rack";

    private final IdempotencyKeys keys;

    protected IdempotencyKeysContract(StoreUnderTest store, Class<? extends IdempotencyKeys> implementation) {
        super(store);
        this.keys = implementation.cast(store.submitKeys());
        store.put(OTHER_ORG, OTHER_PROVIDER);
    }

    @Test
    void a_key_is_unused_until_its_use_is_recorded() {
        assertThat(use(ORG, KEY, WORK, CREATED)).isEqualTo(new KeyState.Unused());
        assertThat(use(ORG, KEY, OTHER_WORK, CREATED)).isEqualTo(new KeyState.Unused());
    }

    @Test
    void a_used_key_returns_the_task_to_the_same_request_only() {
        TaskId task = remembered(ORG, KEY, WORK, 1, CREATED);

        assertThat(use(ORG, KEY, WORK, CREATED)).isEqualTo(new KeyState.SameRequest(task));
        assertThat(use(ORG, KEY, OTHER_WORK, CREATED)).isEqualTo(new KeyState.DifferentRequest());
        assertThat(use(ORG, KEY, WORK, CREATED)).isEqualTo(new KeyState.SameRequest(task));
    }

    @Test
    void every_org_has_its_own_keys() {
        TaskId ours = remembered(ORG, KEY, WORK, 1, CREATED);
        KeyState theirsBefore = use(OTHER_ORG, KEY, WORK, CREATED);
        TaskId theirs = remembered(OTHER_ORG, KEY, OTHER_WORK, 2, CREATED);

        assertThat(theirsBefore).isEqualTo(new KeyState.Unused());
        assertThat(use(ORG, KEY, WORK, CREATED)).isEqualTo(new KeyState.SameRequest(ours));
        assertThat(use(OTHER_ORG, KEY, OTHER_WORK, CREATED)).isEqualTo(new KeyState.SameRequest(theirs));
    }

    @Test
    void similar_keys_are_different_keys() {
        remembered(ORG, KEY, WORK, 1, CREATED);

        for (String other : List.of("KEY-1", "key-1 ", " key-1", "key-", "key-%")) {
            assertThat(use(ORG, other, WORK, CREATED)).isEqualTo(new KeyState.Unused());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "'; drop table task; --", "\uD83D\uDE80 \u00E9 :id ? {}", "a\n\tb"})
    @MethodSource("longKeys")
    void unusual_and_long_keys_are_valid(String key) {
        TaskId task = remembered(ORG, key, WORK, 1, CREATED);

        assertThat(use(ORG, key, WORK, CREATED)).isEqualTo(new KeyState.SameRequest(task));
    }

    static List<String> longKeys() {
        return List.of("x".repeat(255), "\uD83D\uDE80".repeat(255));
    }

    @Test
    void long_requests_are_compared_to_the_last_character() {
        String longWork = "power on the rack ".repeat(4_000);
        TaskId task = remembered(ORG, KEY, longWork, 1, CREATED);

        assertThat(use(ORG, KEY, longWork, CREATED)).isEqualTo(new KeyState.SameRequest(task));
        assertThat(use(ORG, KEY, longWork + "!", CREATED)).isEqualTo(new KeyState.DifferentRequest());
    }

    @Test
    void a_key_expires_after_a_day_and_can_be_used_again() {
        TaskId first = remembered(ORG, KEY, WORK, 1, CREATED);
        Instant dayAfter = CREATED.plus(IdempotencyKeys.RETENTION);

        KeyState justBefore = use(ORG, KEY, WORK, dayAfter.minusSeconds(1));
        KeyState justAfter = use(ORG, KEY, OTHER_WORK, dayAfter.plusSeconds(1));
        TaskId second = remembered(ORG, KEY, OTHER_WORK, 2, dayAfter.plusSeconds(1));

        assertThat(justBefore).isEqualTo(new KeyState.SameRequest(first));
        assertThat(justAfter).isEqualTo(new KeyState.Unused());
        assertThat(use(ORG, KEY, OTHER_WORK, dayAfter.plusSeconds(2))).isEqualTo(new KeyState.SameRequest(second));
        assertThat(use(ORG, KEY, WORK, dayAfter.plusSeconds(2))).isEqualTo(new KeyState.DifferentRequest());
    }

    @Test
    void a_key_whose_task_was_rolled_back_is_unused() {
        assertThatThrownBy(() -> store.transactions().inTransaction(() -> {
                    TaskId task = rememberedInTransaction(ORG, KEY, WORK, 1, CREATED);
                    assertThat(keys.lock(ORG, KEY, WORK, CREATED)).isEqualTo(new KeyState.SameRequest(task));
                    throw new IllegalArgumentException("undo");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(use(ORG, KEY, OTHER_WORK, CREATED)).isEqualTo(new KeyState.Unused());
    }

    @Test
    void of_concurrent_requests_with_one_key_one_creates_the_task_for_all() {
        AtomicInteger numbers = new AtomicInteger();

        List<KeyState> uses = ConcurrentRuns.of(16, () -> useOrRemember(numbers.incrementAndGet()));

        List<KeyState> others = uses.stream()
                .filter(keyState -> !keyState.equals(new KeyState.Unused()))
                .toList();
        assertThat(others).hasSize(15).containsOnly(use(ORG, KEY, WORK, CREATED));
        assertThat(openTasks()).hasSize(1);
    }

    @Test
    void if_the_first_of_concurrent_requests_rolls_back_another_creates_the_task() {
        AtomicInteger numbers = new AtomicInteger();

        List<Boolean> kept = ConcurrentRuns.of(8, () -> {
            int number = numbers.incrementAndGet();
            return number % 2 == 0 ? useOrRemember(number).equals(new KeyState.Unused()) : !givesUp(number);
        });

        assertThat(kept).containsOnlyOnce(true);
        assertThat(openTasks()).hasSize(1);
    }

    private boolean givesUp(int number) {
        try {
            return store.transactions().inTransaction(() -> {
                if (keys.lock(ORG, KEY, WORK, CREATED).equals(new KeyState.Unused())) {
                    rememberedInTransaction(ORG, KEY, WORK, number, CREATED);
                }
                throw new IllegalArgumentException("undo");
            });
        } catch (IllegalArgumentException undone) {
            return true;
        }
    }

    private KeyState useOrRemember(int number) {
        return store.transactions().inTransaction(() -> {
            KeyState keyState = keys.lock(ORG, KEY, WORK, CREATED);
            if (keyState.equals(new KeyState.Unused())) {
                add(number);
                keys.recordUse(ORG, KEY, WORK, new TaskId(new UUID(0, number)), CREATED);
            }
            return keyState;
        });
    }

    private KeyState use(OrgName org, String key, String work, Instant now) {
        return store.transactions().inTransaction(() -> keys.lock(org, key, work, now));
    }

    private TaskId remembered(OrgName org, String key, String work, int number, Instant now) {
        return store.transactions().inTransaction(() -> rememberedInTransaction(org, key, work, number, now));
    }

    private TaskId rememberedInTransaction(OrgName org, String key, String work, int number, Instant now) {
        assertThat(keys.lock(org, key, work, now)).isEqualTo(new KeyState.Unused());
        TaskId task = add(number);
        keys.recordUse(org, key, work, task, now);
        return task;
    }

    private TaskId add(int number) {
        store.tasks().insertTask(SCOPE, aPendingTask().number(number).build(), CAUSE);
        return new TaskId(new UUID(0, number));
    }
}
