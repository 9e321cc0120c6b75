package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.HERE;
import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.SITE;
import static java.util.stream.Collectors.joining;

import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.Racks.Occupancy;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.SubmitKeys.Use;
import io.nicotask.application.port.TaskListing;
import io.nicotask.application.port.TaskListing.Page;
import io.nicotask.application.port.TaskListing.Part;
import io.nicotask.application.port.WorkflowWatch.Missing;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Run;
import io.nicotask.domain.task.Task;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** All that the ports read of a site, as text that follows no name of a Java type. */
final class StoreReading {

    private final PersistenceModule module;

    private StoreReading(PersistenceModule module) {
        this.module = module;
    }

    static String of(PersistenceModule module) {
        return new StoreReading(module).text();
    }

    private String text() {
        List<Task> tasks = page(false).tasks();
        Stream<RackId> racks = tasks.stream().map(task -> task.request().rack()).distinct();
        return Stream.of(
                        tasks.stream().map(this::task),
                        Stream.of("tasks " + page(false).total() + ", open "
                                + page(true).total()),
                        racks.map(this::rack),
                        Stream.of(stops(), watched(), key()))
                .flatMap(lines -> lines)
                .collect(joining("\n", "", "\n"));
    }

    private Page page(boolean open) {
        return module.listing().page(HERE, new Part.Site(), open, 1, 100, TaskListing.Reports.INCLUDED);
    }

    private String task(Task task) {
        Run run = task.state().runOrNull();
        String line = "task " + task.id() + " is " + task.status().label() + " in version "
                + task.revision().version()
                + "\n  created " + task.revision().created() + ", updated "
                + task.revision().updated()
                + ", finished " + task.state().finishedOrNull()
                + "\n  run " + (run == null ? "none" : run.id() + " since " + run.startedAt())
                + "\n  " + task.request().operation().code() + " on "
                + task.request().rack() + " of "
                + components(task.request().components()) + " by rule "
                + task.request().rule()
                + "\n  description " + task.request().description() + "\n  message " + task.message()
                + "\n  report " + ReportJson.write(task.report());
        String history = module.tasks().history(HERE, task.id()).stream()
                .map(StoreReading::history)
                .collect(joining());
        return line
                + history
                + module.outbox()
                        .stopOf(HERE, task.id())
                        .map(StoreReading::stop)
                        .orElse("");
    }

    /** Sets come in no particular order. */
    private static String components(Components components) {
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
        return "\n  stop " + stop.state().name() + ", " + (stop.confirmedAt() == null ? "not " : "") + "confirmed, "
                + stop.attempts() + " attempts, " + stop.lastCause();
    }

    private String rack(RackId rack) {
        Occupancy occupancy =
                module.transactions().inTransaction(() -> module.racks().lock(HERE, rack));
        String holders = occupancy.holders().stream()
                .map(holder -> " " + holder.task().id() + (holder.leased() ? " leased" : "")
                        + (holder.stopped() ? " stopped" : ""))
                .collect(joining());
        String waiting =
                occupancy.waiting().stream().map(task -> " " + task.id()).collect(joining());
        return "rack " + rack + " held by" + holders + ", waiting" + waiting;
    }

    private String stops() {
        return module.stops().walk(HERE, null, 100).stream()
                .map(open -> "open stop of " + open.task() + stop(open.stop())
                        + open.attentions().stream()
                                .map(alert -> "\n  " + alert.type().label() + " " + alert.component() + " "
                                        + alert.why() + " at " + alert.at())
                                .collect(joining()))
                .collect(joining("\n"));
    }

    private String watched() {
        Missing missing = module.watch().missingAt(SITE);
        return "watched " + missing.watched() + ", missing " + missing.missing() + ", astray " + missing.astray();
    }

    private String key() {
        Use use = module.transactions()
                .inTransaction(() -> module.submitKeys()
                        .lock(ORG, "key-1", "what was submitted", Instant.parse("2026-06-01T13:00:00Z")));
        return "key-1 " + (use instanceof Use.Same same ? "made " + same.task() : "is not known");
    }
}
