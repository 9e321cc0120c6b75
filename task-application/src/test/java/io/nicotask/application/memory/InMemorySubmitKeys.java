package io.nicotask.application.memory;

import io.nicotask.application.port.SubmitKeys;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.task.TaskId;
import java.time.Instant;

final class InMemorySubmitKeys implements SubmitKeys {

    private final InMemoryTransactions store;

    InMemorySubmitKeys(InMemoryTransactions store) {
        this.store = store;
    }

    @Override
    public Use lock(OrgName org, String key, String work, Instant now) {
        KeyUse.Key locked = new KeyUse.Key(org, key);
        store.locks().lock(locked);
        KeyUse use = store.read(contents -> contents.keys.get(locked));
        if (use == null || !use.isRemembered(now)) {
            return new Use.Fresh();
        }
        return use.work().equals(work) ? new Use.Same(use.task()) : new Use.Different();
    }

    @Override
    public void remember(OrgName org, String key, String work, TaskId task, Instant now) {
        KeyUse.Key used = new KeyUse.Key(org, key);
        store.locks().require(used);
        store.write(contents -> contents.keys.put(used, new KeyUse(work, task, now)));
    }
}
