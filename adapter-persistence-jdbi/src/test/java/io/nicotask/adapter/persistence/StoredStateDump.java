package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.RACK;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static java.util.stream.Collectors.joining;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.port.TaskQueries.Page;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.KeyedResult;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.domain.stop.StepStatus;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopState.StopInstants;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All that the ports read of a site, as text that does not depend on names of Java types. */
final class StoredStateDump {

    private final Ports ports;

    private StoredStateDump(Ports ports) {
        this.ports = ports;
    }

    static String of(Ports ports) {
        return new StoredStateDump(ports).text();
    }

    private String text() {
        List<Task> tasks = page(false).tasks();
        Stream<RackId> racks = tasks.stream().map(task -> task.spec().rack()).distinct();
        return Stream.of(
                        tasks.stream().map(this::task),
                        Stream.of("tasks " + page(false).total() + ", open "
                                + page(true).total()),
                        racks.map(this::rack),
                        Stream.of(unconfirmedStops(), missingWorkflows(), key()),
                        work())
                .flatMap(lines -> lines)
                .collect(joining("\n", "", "\n"));
    }

    private Page page(boolean open) {
        return ports.tasks().page(SCOPE, new TaskList.Site(), open, 1, 100, TaskQueries.Reports.INCLUDED);
    }

    private String task(Task task) {
        WorkflowRun run = task.state().runOrNull();
        String line = "task " + task.id() + " is " + task.status().label() + " in version "
                + task.revision().version()
                + "\n  created " + task.revision().created() + ", updated "
                + task.revision().updated()
                + ", finished " + task.state().finishedOrNull()
                + "\n  run " + (run == null ? "none" : run.id() + " since " + run.startedAt())
                + "\n  " + task.spec().operation().code() + " on "
                + task.spec().rack() + " of "
                + components(task.spec().components()) + " by rule "
                + task.spec().rule()
                + "\n  description " + task.spec().description() + "\n  message " + task.message()
                + "\n  report " + ReportColumnJson.write(task.report())
                + ports.monitor()
                        .find(task.id())
                        .map(workflow -> "\n  workflow in " + workflow.namespace() + ", not found "
                                + workflow.notFoundCount() + " times")
                        .orElse("");
        String history = ports.tasks().history(SCOPE, task.id()).stream()
                .map(StoredStateDump::history)
                .collect(joining());
        Optional<TaskSnapshot> snapshot = ports.storage().decide(SCOPE, task.id(), Decision::unchanged);
        return line
                + history
                + snapshot.map(TaskSnapshot::stop).map(StoredStateDump::stop).orElse("");
    }

    /** Sorts the components, as sets have no order. */
    private static String components(ComponentSelection components) {
        return components.byType().entrySet().stream()
                .map(named -> named.getKey().label()
                        + named.getValue().stream()
                                .map(ComponentId::toString)
                                .sorted()
                                .toList())
                .collect(joining(" ", "[", "]"));
    }

    private static String history(HistoryEntry entry) {
        return "\n  " + (entry.from() == null ? "none" : entry.from().label()) + " to "
                + entry.to().label() + " at "
                + entry.at() + " by " + entry.cause().actor().name() + ", "
                + (entry.cause().reason() == null
                        ? "no reason"
                        : entry.cause().reason().text()) + ", request "
                + entry.cause().requestId();
    }

    private static String stop(Stop stop) {
        return "\n  stop " + stop.status().name() + ", " + stop.stepCause().orElse("no cause") + "\n  "
                + times(stop.instants())
                + stop.steps().stream().map(StoredStateDump::step).collect(joining());
    }

    private static String times(StopInstants times) {
        return "decided " + times.decided() + ", engine closed " + times.engineClosed() + ", acts until "
                + times.actsUntil() + ", last command begun "
                + times.lastCommandBegun() + ", rack free " + times.rackFree() + ", resolved " + times.resolved();
    }

    private static String step(StepStatus step) {
        return "\n  unfinished " + step.type().label() + " since " + step.begun() + " until " + step.deadline()
                + ", known at " + step.knownAt();
    }

    private String rack(RackId rack) {
        RackOccupancy occupancy = ports.storage().decideOnRack(SCOPE, rack, Decision::unchanged);
        String holders = occupancy.reservations().stream()
                .map(holder -> " " + holder.task().id() + (holder.leased() ? " leased" : "")
                        + (holder.stop() == null ? "" : " " + holder.stop().status()))
                .collect(joining());
        String waiting =
                occupancy.waiting().stream().map(task -> " " + task.id()).collect(joining());
        return "rack " + rack + " held by" + holders + ", waiting" + waiting;
    }

    private String unconfirmedStops() {
        return ports.stops().findUnconfirmed(SCOPE, null, 100).stream()
                .map(open -> "open stop of " + open.task() + stop(open.stop()) + "\n  "
                        + open.delivery().attempts() + " attempts, "
                        + open.delivery().lastCause() + "\n  waiting " + open.waiting()
                        + open.alerts().stream()
                                .map(alert -> "\n  " + alert.type().label() + " " + alert.component() + " "
                                        + alert.reason() + " at " + alert.at())
                                .collect(joining()))
                .collect(joining("\n"));
    }

    private String missingWorkflows() {
        MissingWorkflows missing = ports.monitor().missingWorkflowsAt(SITE);
        return "monitored " + missing.monitored() + ", missing " + missing.missing() + ", in the wrong namespace "
                + missing.inWrongNamespace();
    }

    /** Claims everything, as the queue shows work in no other way. */
    private Stream<String> work() {
        List<Slots> slots = Stream.of(Lane.values())
                .map(lane -> new Slots(lane, 100, 100, Map.of()))
                .toList();
        return ports.queue().claimDue(slots).stream()
                .map(item -> "work " + item.kind() + " " + item.key() + " at " + item.site() + ", claim "
                        + item.claimNumber())
                .sorted();
    }

    private String key() {
        KeyedResult<String> use = ports.storage()
                .decideOnce(
                        SCOPE,
                        RACK,
                        new IdempotencyKey(ORG, "key-1", "what was submitted"),
                        rack -> Decision.unchanged("is not known"));
        return "key-1 "
                + (use instanceof KeyedResult.SameRequest<String> same
                        ? "made " + same.task().task().id()
                        : "is not known");
    }
}
