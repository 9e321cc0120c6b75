package io.nicotask.application.memory;

import io.nicotask.application.port.StopDelivery;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.TextConstraints;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Collectors;

final class InMemoryWorkflowOutbox implements WorkflowOutbox {

    private final InMemoryTransactions store;
    private final InstantSource clock;
    private final Duration attentionAfter;

    InMemoryWorkflowOutbox(InMemoryTransactions store, InstantSource clock, Duration attentionAfter) {
        this.store = store;
        this.clock = clock;
        this.attentionAfter = attentionAfter;
    }

    @Override
    public void enqueueStart(TaskScope scope, TaskId task) {
        Instant now = clock.instant();
        InMemoryOutboxEntry.Key key = new InMemoryOutboxEntry.Key(task, Kind.START);
        store.write(contents -> contents.task(scope, task)
                .map(found -> contents.outbox.putIfAbsent(key, InMemoryOutboxEntry.requested(key, now, now))));
    }

    @Override
    public void enqueueStop(TaskScope scope, TaskId task, Duration delay) {
        Instant now = clock.instant();
        InMemoryOutboxEntry.Key key = new InMemoryOutboxEntry.Key(task, Kind.STOP);
        store.write(contents -> contents.task(scope, task).map(found -> {
            contents.outbox.computeIfAbsent(
                    key,
                    absent -> InMemoryOutboxEntry.requested(key, now, now.plus(delay))
                            .withStop(new InMemoryStopView(contents, attentionAfter, now).requestedFor(task)));
            contents.stepsOf(task).stream()
                    .filter(step -> step.nextCheckAt() == null)
                    .forEach(step -> contents.steps.put(step.key(), step.taskEnded(now)));
            return key;
        }));
    }

    @Override
    public Optional<StopDelivery> stopOf(TaskScope scope, TaskId task) {
        return store.read(contents -> contents.task(scope, task)
                .map(found -> contents.outbox.get(new InMemoryOutboxEntry.Key(task, Kind.STOP)))
                .map(stop -> new InMemoryStopView(contents, attentionAfter, clock.instant()).of(stop)));
    }

    @Override
    public List<Claim> claimDue(int limit, Duration lease) {
        return claim((entry, now) -> entry.lease().isDue(now), limit, lease);
    }

    @Override
    public List<Claim> claimDueExcluding(int limit, Duration lease, Set<SiteId> excluded, Duration startsWithin) {
        Set<TaskId> tasks = tasksAt(excluded);
        return claim(
                (entry, now) -> entry.lease().isDue(now)
                        && (!tasks.contains(entry.key().task()) || isOverdue(entry, startsWithin, now)),
                limit,
                lease);
    }

    private static boolean isOverdue(InMemoryOutboxEntry entry, Duration startsWithin, Instant now) {
        return entry.key().kind() == Kind.START
                && entry.requestedAt().plus(startsWithin).isBefore(now);
    }

    @Override
    public List<Claim> claimDueAt(SiteId site, Duration lease) {
        Set<TaskId> tasks = tasksAt(Set.of(site));
        return claim(
                (entry, now) ->
                        entry.lease().isDue(now) && tasks.contains(entry.key().task()),
                1,
                lease);
    }

    private Set<TaskId> tasksAt(Set<SiteId> sites) {
        return store.read(contents -> contents.outbox.keySet().stream()
                .map(InMemoryOutboxEntry.Key::task)
                .filter(task -> sites.contains(contents.siteOf(task)))
                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public List<Claim> claim(TaskId task, Duration lease) {
        return claim((entry, now) -> entry.key().task().equals(task), Kind.values().length, lease);
    }

    @Override
    public boolean complete(Claim claim, DeliveryOutcome deliveryOutcome) {
        Instant now = clock.instant();
        return store.write(contents -> held(contents, claim, now, entry -> {
            contents.outbox.put(entry.key(), entry.done(now));
            if (claim.kind() == Kind.START) {
                InMemoryOutboxEntry.Key stop = new InMemoryOutboxEntry.Key(claim.task(), Kind.STOP);
                contents.outbox.computeIfPresent(
                        stop, (key, stored) -> stored.with(stored.lease().dueBy(now)));
            }
            if (deliveryOutcome instanceof DeliveryOutcome.Delivered delivered) {
                contents.outbox.computeIfPresent(entry.key(), (key, stored) -> stored.startedIn(delivered.namespace()));
                contents.monitored.put(
                        claim.task(), InMemoryMonitorEntry.started(claim.task(), delivered.namespace(), now));
            }
        }));
    }

    @Override
    public boolean postpone(Claim claim, Duration delay, String cause) {
        Instant now = clock.instant();
        return store.write(contents -> held(
                contents,
                claim,
                now,
                entry -> contents.outbox.put(
                        entry.key(), entry.postponed(now.plus(delay), TextConstraints.errorLine(cause)))));
    }

    @Override
    public Optional<String> namespaceOf(TaskId task) {
        return store.read(
                contents -> Optional.ofNullable(contents.outbox.get(new InMemoryOutboxEntry.Key(task, Kind.START)))
                        .map(start -> start.marks().namespace()));
    }

    @Override
    public void resolveStop(TaskScope scope, TaskId task) {
        Instant now = clock.instant();
        store.write(contents -> {
            store.locks().lockOutboxEntryOf(task);
            return contents.task(scope, task)
                    .map(found -> contents.outbox.computeIfPresent(
                            new InMemoryOutboxEntry.Key(task, Kind.STOP), (key, stop) -> stop.resolved(now)))
                    .map(stop ->
                            contents.steps.keySet().removeIf(step -> step.task().equals(task)));
        });
    }

    @Override
    public List<UnconfirmedStop> claimUnalerted(int limit) {
        Instant now = clock.instant();
        return store.write(contents -> {
            List<UnconfirmedStop> unalerted = new InMemoryStopView(contents, attentionAfter, now)
                    .open()
                    .filter(open -> open.stop().status() == StopStatus.NEEDS_ATTENTION)
                    .filter(open -> !contents.outbox.get(keyOf(open)).marks().alerted())
                    .limit(limit)
                    .toList();
            unalerted.forEach(open -> contents.outbox.computeIfPresent(keyOf(open), (key, stop) -> stop.alerted()));
            return unalerted;
        });
    }

    private static InMemoryOutboxEntry.Key keyOf(UnconfirmedStop open) {
        return new InMemoryOutboxEntry.Key(open.task(), Kind.STOP);
    }

    private List<Claim> claim(BiPredicate<InMemoryOutboxEntry, Instant> condition, int limit, Duration lease) {
        Instant now = clock.instant();
        return store.write(contents -> {
            List<InMemoryOutboxEntry> claimed = contents.outbox.values().stream()
                    .filter(entry -> entry.isFree(now) && condition.test(entry, now))
                    .filter(entry -> isItsTurn(contents, entry.key()))
                    .sorted(Comparator.comparing(entry -> entry.lease().dueAt()))
                    .limit(limit)
                    .map(entry -> entry.with(entry.lease().claimed(now, lease)))
                    .toList();
            claimed.forEach(entry -> contents.outbox.put(entry.key(), entry));
            return claimed.stream().map(entry -> claimOf(contents, entry, now)).toList();
        });
    }

    /** A stop waits until its task's start is done, if there is one. */
    private static boolean isItsTurn(InMemoryContents contents, InMemoryOutboxEntry.Key key) {
        InMemoryOutboxEntry start = contents.outbox.get(new InMemoryOutboxEntry.Key(key.task(), Kind.START));
        return key.kind() == Kind.START || start == null || !start.isOpen();
    }

    private static Claim claimOf(InMemoryContents contents, InMemoryOutboxEntry entry, Instant now) {
        TaskId task = entry.key().task();
        return new Claim(
                task,
                contents.siteOf(task),
                entry.key().kind(),
                entry.lease().claimNumber(),
                Duration.between(entry.requestedAt(), now));
    }

    private boolean held(InMemoryContents contents, Claim claim, Instant now, Consumer<InMemoryOutboxEntry> change) {
        store.locks().lockOutboxEntryOf(claim.task());
        Optional<InMemoryOutboxEntry> held = Optional.ofNullable(
                        contents.outbox.get(new InMemoryOutboxEntry.Key(claim.task(), claim.kind())))
                .filter(entry -> entry.isHeldBy(claim.claimNumber(), now));
        held.ifPresent(change);
        return held.isPresent();
    }
}
