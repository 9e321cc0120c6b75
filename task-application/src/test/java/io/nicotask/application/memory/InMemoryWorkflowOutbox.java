package io.nicotask.application.memory;

import io.nicotask.application.port.OpenStop;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.Text;
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
    public void requestStart(TaskScope scope, TaskId task) {
        request(scope, new Request.Key(task, Kind.START), Duration.ZERO);
    }

    @Override
    public void requestStop(TaskScope scope, TaskId task, Duration delay) {
        request(scope, new Request.Key(task, Kind.STOP), delay);
    }

    @Override
    public Optional<Stop> stopOf(TaskScope scope, TaskId task) {
        return store.read(contents -> contents.task(scope, task)
                .map(found -> contents.requests.get(new Request.Key(task, Kind.STOP)))
                .map(stop -> new StopView(contents, attentionAfter, clock.instant()).of(stop)));
    }

    @Override
    public List<Claim> claimDue(int limit, Duration lease) {
        return claim((request, now) -> request.lease().isDue(now), limit, lease);
    }

    @Override
    public List<Claim> claimDueSparing(int limit, Duration lease, Set<SiteId> spared, Duration startsWithin) {
        Set<TaskId> tasks = tasksAt(spared);
        return claim(
                (request, now) -> request.lease().isDue(now)
                        && (!tasks.contains(request.key().task()) || isOverdue(request, startsWithin, now)),
                limit,
                lease);
    }

    private static boolean isOverdue(Request request, Duration startsWithin, Instant now) {
        return request.key().kind() == Kind.START
                && request.requestedAt().plus(startsWithin).isBefore(now);
    }

    @Override
    public List<Claim> claimDueAt(SiteId site, Duration lease) {
        Set<TaskId> tasks = tasksAt(Set.of(site));
        return claim(
                (request, now) -> request.lease().isDue(now)
                        && tasks.contains(request.key().task()),
                1,
                lease);
    }

    private Set<TaskId> tasksAt(Set<SiteId> sites) {
        return store.read(contents -> contents.requests.keySet().stream()
                .map(Request.Key::task)
                .filter(task -> sites.contains(contents.siteOf(task)))
                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public List<Claim> claim(TaskId task, Duration lease) {
        return claim((request, now) -> request.key().task().equals(task), Kind.values().length, lease);
    }

    @Override
    public boolean done(Claim claim, Outcome outcome) {
        Instant now = clock.instant();
        return store.write(contents -> held(contents, claim, now, request -> {
            contents.requests.put(request.key(), request.done(now));
            if (claim.kind() == Kind.START) {
                Request.Key stop = new Request.Key(claim.task(), Kind.STOP);
                contents.requests.computeIfPresent(
                        stop, (key, kept) -> kept.with(kept.lease().dueBy(now)));
            }
            if (outcome instanceof Outcome.Delivered delivered) {
                contents.requests.computeIfPresent(request.key(), (key, kept) -> kept.startedIn(delivered.namespace()));
                contents.watches.put(claim.task(), Watch.begun(claim.task(), delivered.namespace(), now));
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
                request -> contents.requests.put(
                        request.key(), request.postponed(now.plus(delay), Text.errorLine(cause)))));
    }

    @Override
    public Optional<String> namespaceOf(TaskId task) {
        return store.read(contents -> Optional.ofNullable(contents.requests.get(new Request.Key(task, Kind.START)))
                .map(start -> start.marks().namespace()));
    }

    @Override
    public void resolve(TaskScope scope, TaskId task) {
        Instant now = clock.instant();
        store.write(contents -> {
            store.locks().lockRequestOf(task);
            return contents.task(scope, task)
                    .map(found -> contents.requests.computeIfPresent(
                            new Request.Key(task, Kind.STOP), (key, stop) -> stop.resolved(now)))
                    .map(stop -> contents.resolved.addAll(contents.openAttentions(task)));
        });
    }

    @Override
    public List<OpenStop> claimUntold(int limit) {
        Instant now = clock.instant();
        return store.write(contents -> {
            List<OpenStop> untold = new StopView(contents, attentionAfter, now)
                    .open()
                    .filter(open -> open.stop().state() == Stop.State.NEEDS_ATTENTION)
                    .filter(open -> !contents.requests.get(keyOf(open)).marks().told())
                    .limit(limit)
                    .toList();
            untold.forEach(open -> contents.requests.computeIfPresent(keyOf(open), (key, stop) -> stop.told()));
            return untold;
        });
    }

    private static Request.Key keyOf(OpenStop open) {
        return new Request.Key(open.task(), Kind.STOP);
    }

    private void request(TaskScope scope, Request.Key key, Duration delay) {
        Instant now = clock.instant();
        Request made = Request.made(key, now, now.plus(delay));
        store.write(contents -> contents.task(scope, key.task()).map(task -> contents.requests.putIfAbsent(key, made)));
    }

    private List<Claim> claim(BiPredicate<Request, Instant> wanted, int limit, Duration lease) {
        Instant now = clock.instant();
        return store.write(contents -> {
            List<Request> claimed = contents.requests.values().stream()
                    .filter(request -> request.isFree(now) && wanted.test(request, now))
                    .filter(request -> isItsTurn(contents, request.key()))
                    .sorted(Comparator.comparing(request -> request.lease().dueAt()))
                    .limit(limit)
                    .map(request -> request.with(request.lease().claimed(now, lease)))
                    .toList();
            claimed.forEach(request -> contents.requests.put(request.key(), request));
            return claimed.stream()
                    .map(request -> claimOf(contents, request, now))
                    .toList();
        });
    }

    /** A stop waits until the start is done, when there is one. */
    private static boolean isItsTurn(Contents contents, Request.Key key) {
        Request start = contents.requests.get(new Request.Key(key.task(), Kind.START));
        return key.kind() == Kind.START || start == null || !start.isOpen();
    }

    private static Claim claimOf(Contents contents, Request request, Instant now) {
        TaskId task = request.key().task();
        return new Claim(
                task,
                contents.siteOf(task),
                request.key().kind(),
                request.lease().attempt(),
                Duration.between(request.requestedAt(), now));
    }

    private boolean held(Contents contents, Claim claim, Instant now, Consumer<Request> change) {
        store.locks().lockRequestOf(claim.task());
        Optional<Request> held = Optional.ofNullable(contents.requests.get(new Request.Key(claim.task(), claim.kind())))
                .filter(request -> request.isHeldBy(claim.attempt(), now));
        held.ifPresent(change);
        return held.isPresent();
    }
}
