package io.nicotask.application.internal.memory;

import io.nicotask.application.internal.memory.InMemoryReservation.RackKey;
import io.nicotask.application.port.RackChecks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The racks to check. */
public final class InMemoryRackChecks implements RackChecks {

    private final InMemoryContents store;
    private final InstantSource clock;

    public InMemoryRackChecks(InMemoryContents store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public List<DueRack> claimDue(int limit, Duration delay) {
        Instant now = clock.instant();
        return store.use(contents -> {
            List<RackKey> due = contents.checks.entrySet().stream()
                    .filter(check -> !check.getValue().isAfter(now))
                    .sorted(Map.Entry.comparingByValue())
                    .limit(limit)
                    .map(Map.Entry::getKey)
                    .toList();
            due.forEach(rack -> contents.checks.put(rack, now.plus(delay)));
            return due.stream()
                    .map(rack -> new DueRack(rack.site(), rack.rack()))
                    .toList();
        });
    }
}
