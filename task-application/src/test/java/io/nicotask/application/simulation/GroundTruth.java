package io.nicotask.application.simulation;

import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.PROVIDER;
import static io.nicotask.application.SiteFixture.SITE;

import io.nicotask.application.internal.memory.InMemoryAuditTrail;
import io.nicotask.application.internal.memory.InMemoryContents;
import io.nicotask.application.internal.memory.InMemoryRackLeases;
import io.nicotask.application.internal.memory.InMemorySiteDirectory;
import io.nicotask.application.internal.memory.InMemoryStopQueries;
import io.nicotask.application.internal.memory.InMemoryTaskQueries;
import io.nicotask.application.internal.memory.InMemoryTaskStorage;
import io.nicotask.application.internal.memory.InMemoryUnfinishedSteps;
import io.nicotask.application.internal.memory.InMemoryWorkQueue;
import io.nicotask.application.internal.memory.InMemoryWorkflowMonitor;
import io.nicotask.application.internal.memory.StoredRows;
import io.nicotask.application.memory.InMemoryOperationRules;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.memory.WatchedStorage;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.operation.OperationRule.Step;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The store, the clocks and the hardware without the faults: the invariants read the true state here. */
final class GroundTruth {

    static final TaskScope SCOPE = new TaskScope(PROVIDER, SITE);

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

    /** A clock that no fault sets. */
    private final SettableClock trueClock = new SettableClock(START);

    /** The clock of the database; a fault can set it back. */
    final SettableClock storeClock = new SettableClock(START);

    /** The clock of the servers; a fault can set it. */
    final SettableClock wallClock = new SettableClock(START);

    final InMemoryContents contents = new InMemoryContents();
    final StoredRows rows = new StoredRows(contents, storeClock);
    final InMemoryOperationRules rules = new InMemoryOperationRules();
    final ScriptedHardware hardware;
    private long lastTask;

    GroundTruth(SeededRandom random, FaultPlan faults) {
        this.hardware = hardware(random, faults);
        contents.put(ORG, PROVIDER);
        contents.put(new Site(SITE, PROVIDER, true));
        Duration limit = faults.injects(SimulatedFault.HARDWARE_OVERDUE, 25)
                ? Duration.ofSeconds(random.between(2, 6))
                : TIME_LIMIT;
        rules.putDefault(power(limit));
        rules.putDefault(firmware(limit));
    }

    void setStoreClockBack(Duration by) {
        storeClock.tick(by.negated());
    }

    boolean storeClockWasSetBack() {
        return storeClock.instant().isBefore(trueClock.instant());
    }

    /** The clocks, all of which show the time that passes. */
    List<SettableClock> clocks() {
        return List.of(trueClock, storeClock, wallClock);
    }

    /** The store's ports, with the clock of the servers. */
    Ports ports() {
        return new Ports(
                new WatchedStorage(new InMemoryTaskStorage(contents, storeClock, Stop.ATTENTION_AFTER)),
                queries(),
                new InMemoryStopQueries(contents, storeClock, Stop.ATTENTION_AFTER),
                new InMemoryWorkQueue(contents, storeClock),
                monitor(),
                new InMemoryRackLeases(contents, storeClock),
                new InMemoryUnfinishedSteps(contents, storeClock),
                new InMemoryAuditTrail(contents),
                new ProviderAdminPolicy(new InMemorySiteDirectory(contents)),
                RackConflicts.SHARED_COMPONENTS,
                wallClock);
    }

    TaskQueries queries() {
        return new InMemoryTaskQueries(contents, storeClock, Stop.ATTENTION_AFTER);
    }

    WorkflowMonitor monitor() {
        return new InMemoryWorkflowMonitor(contents, storeClock);
    }

    Supplier<TaskId> ids() {
        return () -> {
            lastTask++;
            return new TaskId(new UUID(0, lastTask));
        };
    }

    /** The number of ids that were generated; not each of them became a task. */
    int idsGiven() {
        return (int) lastTask;
    }

    static TaskId task(int number) {
        return new TaskId(new UUID(0, number));
    }

    /** All tasks of the site, oldest first. */
    List<Task> tasks() {
        return rows.tasks().stream()
                .filter(task -> task.spec().site().equals(SITE))
                .toList();
    }

    Optional<Task> find(TaskId task) {
        return rows.task(task);
    }

    Optional<Stop> stopOf(TaskId task) {
        return rows.stopOf(task);
    }

    boolean isConfirmed(TaskId task) {
        return stopOf(task)
                .filter(stop -> stop.status() == StopStatus.CONFIRMED)
                .isPresent();
    }

    /** Components that have begun continue by themselves, by a clock that no fault sets. */
    private ScriptedHardware hardware(SeededRandom random, FaultPlan faults) {
        ScriptedHardware scripted = new ScriptedHardware(trueClock);
        for (ComponentType type : ComponentType.values()) {
            scripted.takes(random.chance(100) ? random.between(20, 50) : random.between(1, 10), type);
        }
        if (faults.injects(SimulatedFault.HARDWARE_BREAKS, 8)) {
            scripted.breaks(ScriptedHardware.component(ComponentType.COMPUTE, 1), "it broke", random.between(1, 2));
        }
        scripted.answersQuiesce(
                ScriptedHardware.component(ComponentType.POWER_SHELF, 2),
                random.chance(200) ? new ComponentStatus.Unknown("cut off") : new ComponentStatus.Acting(null),
                new ComponentStatus.Stopped());
        return scripted;
    }

    /** Power shelves first; then compute trays, and beside them switches, which run to completion. */
    private static OperationRule power(Duration limit) {
        return new OperationRule(
                new RuleId(new UUID(8, 1)),
                Operation.POWER_ON,
                List.of(
                        List.of(new Step(ComponentType.POWER_SHELF, InterruptPolicy.INTERRUPTIBLE, 1, limit)),
                        List.of(
                                new Step(ComponentType.COMPUTE, InterruptPolicy.INTERRUPTIBLE, 0, limit),
                                new Step(ComponentType.NV_SWITCH, InterruptPolicy.RUN_TO_COMPLETION, 0, limit))));
    }

    private static OperationRule firmware(Duration limit) {
        return new OperationRule(
                new RuleId(new UUID(8, 2)),
                Operation.UPGRADE,
                List.of(List.of(new Step(ComponentType.COMPUTE, InterruptPolicy.RUN_TO_COMPLETION, 1, limit))));
    }
}
