package io.nicotask.application.memory;

import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;

final class InMemoryIdempotencyKeys implements IdempotencyKeys {

    private final InMemoryTransactions store;

    InMemoryIdempotencyKeys(InMemoryTransactions store) {
        this.store = store;
    }

    @Override
    public KeyState lock(OrgName org, String key, String fingerprint, Instant now) {
        InMemoryKeyUse.Key locked = new InMemoryKeyUse.Key(org, key);
        store.locks().lock(locked);
        InMemoryKeyUse use = store.read(contents -> contents.keys.get(locked));
        if (use == null || !use.isRemembered(now)) {
            return new KeyState.Unused();
        }
        return use.fingerprint().equals(fingerprint)
                ? new KeyState.SameRequest(use.task())
                : new KeyState.DifferentRequest();
    }

    @Override
    public void recordUse(OrgName org, String key, String fingerprint, TaskId task, Instant now) {
        InMemoryKeyUse.Key used = new InMemoryKeyUse.Key(org, key);
        store.locks().require(used);
        store.write(contents -> contents.keys.put(used, new InMemoryKeyUse(fingerprint, task, now)));
    }
}
