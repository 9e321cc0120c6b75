package io.nicotask.bootstrap;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.Racks;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Racks that are free as soon as a task has ended, whatever still acts on them. */
record WithoutDrain(Racks racks) implements Racks {

    static Ports in(Ports ports) {
        return new Ports(
                ports.tasks(),
                new WithoutDrain(ports.racks()),
                ports.leases(),
                ports.outbox(),
                ports.audit(),
                ports.access(),
                ports.transactions(),
                ports.conflicts(),
                ports.clock());
    }

    @Override
    public Occupancy lock(TaskScope scope, RackId rack) {
        Occupancy real = racks.lock(scope, rack);
        List<Holder> without = real.holders().stream()
                .map(holder -> new Holder(holder.task(), false, true))
                .toList();
        return new Occupancy(without, real.waiting());
    }

    @Override
    public void grant(TaskScope scope, Task task) {
        racks.grant(scope, task);
    }

    @Override
    public void release(TaskScope scope, TaskId task) {
        racks.release(scope, task);
    }

    @Override
    public void lookAgain(TaskScope scope, RackId rack, @Nullable Duration delay) {
        racks.lookAgain(scope, rack, delay);
    }

    @Override
    public List<DueRack> claimDue(int limit, Duration delay) {
        return racks.claimDue(limit, delay);
    }
}
