package io.nicotask.application.simulation;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.domain.value.SiteId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Defects in how work is claimed and completed. */
final class WorkDefects {

    private static final int SLOTS = 8;

    private WorkDefects() {}

    /** Completes a start when it is claimed: its stop may overtake it, and a crash loses it. */
    static SimulatedPorts completedBeforeDelivery(SimulatedPorts sound, SimulatedWorld world) {
        Set<WorkItem> completed = new HashSet<>();
        SimulatedPorts early = sound.withQueue(real -> PortInterceptor.on(WorkQueue.class, real, call -> {
            if (!call.method().startsWith("claim")) {
                return completed.contains(call.<WorkItem>argument(0)) ? (Object) true : call.proceed();
            }
            List<WorkItem> claimed = items(call.proceed());
            claimed.stream().filter(item -> item.kind() == Kind.START_WORKFLOW).forEach(item -> {
                completed.add(item);
                sound.ports()
                        .storage()
                        .write(
                                GroundTruth.SCOPE,
                                List.of(
                                        new Change.WorkflowStarted(item.task(), SimulatedEngines.NAMESPACE),
                                        new Change.WorkCompleted(item)));
                world.trace.line(() -> item + " is completed at once");
            });
            return claimed;
        }));
        return early.withStorage(real -> new DefectiveStorage(real) {

            @Override
            List<Change> alterChanges(List<Change> decided) {
                return decided.stream()
                        .filter(change ->
                                !(change instanceof Change.WorkCompleted done) || !completed.contains(done.item()))
                        .toList();
            }
        });
    }

    /** Accepts results under any claim, also an expired one. */
    static SimulatedPorts withoutClaimNumbers(SimulatedPorts sound, SimulatedWorld world) {
        Map<Key, WorkItem> latest = new HashMap<>();
        UnaryOperator<WorkItem> latestOf = item -> latest.getOrDefault(Key.of(item), item);
        SimulatedPorts loose = sound.withQueue(real -> PortInterceptor.on(WorkQueue.class, real, call -> {
            if (!call.method().startsWith("claim")) {
                return call.proceedWith(latestOf.apply(call.argument(0)));
            }
            List<WorkItem> claimed = items(call.proceed());
            claimed.forEach(item -> latest.put(Key.of(item), item));
            return claimed;
        }));
        return loose.withMonitor(real -> PortInterceptor.on(
                        WorkflowMonitor.class,
                        real,
                        call -> call.method().startsWith("record")
                                ? call.proceedWith(latestOf.apply(call.argument(0)))
                                : call.proceed()))
                .withStorage(real -> new DefectiveStorage(real) {

                    @Override
                    List<Change> alterChanges(List<Change> decided) {
                        return decided.stream()
                                .map(change -> switch (change) {
                                    case Change.WorkCompleted done ->
                                        new Change.WorkCompleted(latestOf.apply(done.item()));
                                    case Change.WorkflowChecked checked ->
                                        new Change.WorkflowChecked(
                                                latestOf.apply(checked.item()),
                                                checked.notFoundCount(),
                                                checked.delay());
                                    default -> change;
                                })
                                .toList();
                    }
                });
    }

    /** Never reconciles a rack. */
    static SimulatedPorts withoutRackReconciler(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withQueue(real -> PortInterceptor.on(
                WorkQueue.class,
                real,
                call -> call.is("claimDue")
                        ? items(call.proceed()).stream()
                                .filter(item -> item.kind() != Kind.SCHEDULE_RACK)
                                .toList()
                        : call.proceed()));
    }

    /** Observes the steps of an ended task once only. */
    static SimulatedPorts forgettingObservations(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withQueue(real -> PortInterceptor.on(
                WorkQueue.class,
                real,
                call -> call.is("postpone") && call.<WorkItem>argument(0).kind() == Kind.OBSERVE_STEPS
                        ? (Object) real.complete(call.argument(0))
                        : call.proceed()));
    }

    /** Gives all sites together the slots that each of them has. */
    static SimulatedPorts sharingSlots(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withQueue(real -> PortInterceptor.on(
                WorkQueue.class,
                real,
                call -> call.is("claimDue")
                        ? call.proceedWith(call.<List<Slots>>argument(0).stream()
                                .map(slots -> shared(slots, world))
                                .toList())
                        : call.proceed()));
    }

    private static Slots shared(Slots slots, SimulatedWorld world) {
        int free = Math.max(0, SLOTS - world.truth.rows.claimed(slots.lane()));
        return new Slots(slots.lane(), Math.min(slots.limit(), free), SLOTS, Map.of());
    }

    @SuppressWarnings("unchecked") // every method that claims returns items
    private static List<WorkItem> items(Object claimed) {
        return (List<WorkItem>) claimed;
    }

    private record Key(Kind kind, SiteId site, UUID of) {

        static Key of(WorkItem item) {
            return new Key(item.kind(), item.site(), item.key());
        }
    }
}
