package io.nicotask.application.internal.memory;

import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.WorkflowOutbox;
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
import java.util.stream.Collectors;

/** {@link WorkflowOutbox} in memory. */
public final class InMemoryWorkflowOutbox implements WorkflowOutbox {

    private final InMemoryContents store;
    private final InstantSource clock;
    private final Duration attentionAfter;

    public InMemoryWorkflowOutbox(InMemoryContents store, InstantSource clock, Duration attentionAfter) {
        this.store = store;
        this.clock = clock;
        this.attentionAfter = attentionAfter;
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
        return store.use(contents -> contents.outbox.keySet().stream()
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
        return store.use(contents -> contents.entryHeldBy(claim, now)
                .map(held -> contents.complete(held, claim, deliveryOutcome, now))
                .isPresent());
    }

    @Override
    public boolean postpone(Claim claim, Duration delay, String cause) {
        Instant now = clock.instant();
        return store.use(contents -> contents.entryHeldBy(claim, now)
                .map(held -> contents.outbox.put(
                        held.key(), held.postponed(now.plus(delay), TextConstraints.errorLine(cause))))
                .isPresent());
    }

    @Override
    public Optional<String> namespaceOf(TaskId task) {
        return store.use(
                contents -> Optional.ofNullable(contents.outbox.get(new InMemoryOutboxEntry.Key(task, Kind.START)))
                        .map(start -> start.marks().namespace()));
    }

    @Override
    public List<UnconfirmedStop> claimUnalerted(int limit) {
        Instant now = clock.instant();
        return store.use(contents -> {
            List<UnconfirmedStop> unalerted = new InMemoryStopView(contents, attentionAfter, now)
                    .open()
                    .filter(open -> open.stop().status() == StopStatus.NEEDS_ATTENTION)
                    .filter(open -> !contents.isAlerted(keyOf(open)))
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
        return store.use(contents -> {
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
}
