package io.nicotask.adapter.http;

import io.nicotask.adapter.http.HttpModule.Build;
import io.nicotask.adapter.http.HttpModule.Capacity;
import io.nicotask.adapter.http.HttpModule.Parts;
import io.nicotask.adapter.http.HttpModule.Readiness;
import io.nicotask.adapter.http.HttpModule.Settings;
import io.nicotask.adapter.http.HttpModule.StopUseCases;
import io.nicotask.adapter.http.HttpModule.TaskUseCases;
import io.nicotask.adapter.http.HttpModule.UseCases;
import io.nicotask.application.access.EnterProvider;
import io.nicotask.application.access.GetCurrentUser;
import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.get.GetTask;
import io.nicotask.application.history.GetTaskHistory;
import io.nicotask.application.list.ListTasks;
import io.nicotask.application.memory.InMemoryAuthenticator;
import io.nicotask.application.memory.InMemoryStore;
import io.nicotask.application.memory.InMemoryTaskIds;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.Attention;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Outcome;
import io.nicotask.application.report.StandardOperationRules;
import io.nicotask.application.stop.ListStops;
import io.nicotask.application.stop.ResolveStop;
import io.nicotask.application.submit.SubmitTask;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.ProviderId;
import io.nicotask.domain.access.Role;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** The orgs, sites and callers of the tests, and a server for them on a free port, over the ports in memory. */
final class World implements AutoCloseable {

    static final String ORG = "demo-org";
    static final String POOR_ORG = "poor-org";
    static final String STRANGE_ORG = "r&d/\u00fcnit 7";
    static final SiteId SITE = site(0);
    static final SiteId SECOND_SITE = site(1);
    static final SiteId FOREIGN_SITE = site(2);
    static final SiteId FLOWLESS_SITE = site(3);
    static final SiteId UNKNOWN_SITE = site(4);

    static final String ADMIN = "token.of.admin";
    static final String MEMBER = "token.of.member";
    static final String STRANGER = "token.of.stranger";

    static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    static final Build BUILD = new Build("1.2.3", Instant.parse("2026-05-31T08:00:00.5Z"));

    static final OperationRules RULES = new StandardOperationRules();

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final ProviderId PROVIDER = new ProviderId(new UUID(1, 1));
    private static final ProviderId OTHER_PROVIDER = new ProviderId(new UUID(1, 2));
    private static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator(Set.of(), Locale.ENGLISH, false))
            .buildValidatorFactory()
            .getValidator();

    final SettableClock clock = new SettableClock(START);
    final InMemoryStore store = new InMemoryStore(clock);
    final InMemoryAuthenticator tokens = new InMemoryAuthenticator();
    final Parts parts;
    final HttpModule server;
    final Client client;

    private final AtomicInteger madeIds = new AtomicInteger();
    private volatile Readiness readiness = new Readiness(true, Map.of("default", true));

    private World(Settings settings, UnaryOperator<UseCases> change) {
        this(settings, change, Patience.Limits.DEFAULT);
    }

    private World(Settings settings, UnaryOperator<UseCases> change, Patience.Limits limits) {
        populate();
        Ports ports = store.ports();
        UseCases useCases = new UseCases(
                EnterProvider.using(ports.access(), ports.audit(), clock),
                new TaskUseCases(
                        SubmitTask.using(ports, store.submitKeys(), RULES, new InMemoryTaskIds(), VALIDATOR),
                        CancelTask.using(ports, VALIDATOR),
                        GetTask.using(ports, VALIDATOR),
                        GetTaskHistory.using(ports, VALIDATOR),
                        ListTasks.using(ports, store.listing(), VALIDATOR)),
                new StopUseCases(
                        ListStops.using(ports, store.stops(), store.watch(), VALIDATOR),
                        ResolveStop.using(ports, VALIDATOR)),
                GetCurrentUser.using(store.users(), ports.audit(), clock));
        parts = new Parts(
                tokens, change.apply(useCases), VALIDATOR, () -> readiness, () -> "made-" + madeIds.incrementAndGet());
        server = new HttpModule(settings, parts, limits);
        server.start();
        client = new Client(server.port());
    }

    /** A server over the real use cases. */
    static World running() {
        return runningOn(0);
    }

    static World runningOn(int port) {
        return new World(settings(port, "nico", GRACE), UnaryOperator.identity());
    }

    /** A server with that much patience. */
    static World patient(Patience.Limits limits) {
        return new World(settings(0, "nico", GRACE), UnaryOperator.identity(), limits);
    }

    /** A server of an API of another name. */
    static World named(String apiName) {
        return new World(settings(0, apiName, GRACE), UnaryOperator.identity());
    }

    /** A server with another way to cancel. */
    static World cancellingBy(CancelTask cancelTask) {
        return cancellingBy(cancelTask, GRACE);
    }

    /** A server with another way to cancel, and another grace when it is stopped. */
    static World cancellingBy(CancelTask cancelTask, Duration grace) {
        return new World(
                settings(0, "nico", grace),
                real -> new UseCases(
                        real.enterProvider(),
                        new TaskUseCases(
                                real.tasks().submit(),
                                cancelTask,
                                real.tasks().get(),
                                real.tasks().history(),
                                real.tasks().list()),
                        real.stops(),
                        real.getCurrentUser()));
    }

    @Override
    public void close() {
        client.close();
        server.stop();
    }

    void readiness(boolean database, Map<String, Boolean> temporal) {
        readiness = new Readiness(database, temporal);
    }

    /** Keeps the task; one that has left the queue has had a workflow. */
    Task given(Task task) {
        TaskScope scope = scopeOf(task.request().site());
        store.tasks().add(scope, task, Cause.of(Actor.system("test")));
        if (task.status() != TaskStatus.WAITING) {
            store.outbox().requestStart(scope, task.id());
        }
        return task;
    }

    /** The task as it is kept now. */
    Task kept(Task task) {
        return store.tasks().find(scopeOf(task.request().site()), task.id()).orElseThrow();
    }

    /** The task of that id as it is kept now. */
    Task kept(SiteId site, UUID id) {
        return store.tasks().find(scopeOf(site), new TaskId(id)).orElseThrow();
    }

    Optional<Stop> stopOf(Task task) {
        return store.outbox().stopOf(scopeOf(task.request().site()), task.id());
    }

    List<AuditEntry> audit() {
        return store.auditEntries();
    }

    /** Keeps a task that was cancelled while it held its rack, with its stop asked for. */
    Task givenToStop(Task task) {
        TaskScope scope = scopeOf(task.request().site());
        return store.transactions().inTransaction(() -> {
            store.racks().lock(scope, task.request().rack());
            given(task);
            store.racks().grant(scope, task);
            store.outbox().requestStop(scope, task.id(), Duration.ZERO);
            return task;
        });
    }

    /** Does what the sweep does when the site's namespace is another one than before. */
    void strays() {
        store.outbox().claimDue(10, Duration.ofMinutes(1)).forEach(start -> {
            if (!store.outbox().done(start, new Outcome.Delivered("before"))) {
                throw new AssertionError("The claim did not hold: " + start);
            }
        });
        store.watch().claimDue(10, Duration.ofMinutes(1)).forEach(watched -> {
            if (!store.watch().astray(watched, Duration.ofMinutes(1))) {
                throw new AssertionError("The claim did not hold: " + watched);
            }
        });
    }

    /** Says that somebody must look at a component of the task. */
    void needsLook(Task task, int component, String why) {
        store.tasks()
                .keep(
                        scopeOf(task.request().site()),
                        new Attention(
                                task.id(),
                                ComponentType.COMPUTE,
                                new ComponentId(new UUID(9, component)),
                                why,
                                clock.instant()));
    }

    /** Does what the relay does while the engine is away. */
    void postponeStop(Task task, String cause) {
        Claim start = store.outbox().claim(task.id(), Duration.ofMinutes(1)).getFirst();
        Claim stop = store.outbox().done(start, new Outcome.NotNeeded())
                ? store.outbox().claim(task.id(), Duration.ofMinutes(1)).getFirst()
                : start;
        if (!store.outbox().postpone(stop, Duration.ZERO, cause)) {
            throw new AssertionError("The claim did not hold: " + stop);
        }
    }

    /** Does what the relay does once the engine has closed the workflow. */
    void confirmStop(Task task) {
        for (Outcome outcome : List.of(new Outcome.Delivered("default"), new Outcome.Confirmed())) {
            Claim claim = store.outbox().claim(task.id(), Duration.ofMinutes(1)).getFirst();
            if (!store.outbox().done(claim, outcome)) {
                throw new AssertionError("The claim did not hold: " + claim);
            }
        }
    }

    private TaskScope scopeOf(SiteId site) {
        return store.ports().access().forSystem(site).orElseThrow();
    }

    private void populate() {
        store.put(new OrgName(ORG), PROVIDER);
        store.put(new OrgName(STRANGE_ORG), PROVIDER);
        store.put(new OrgName("other-org"), OTHER_PROVIDER);
        store.put(new Site(SITE, PROVIDER, true, true));
        store.put(new Site(SECOND_SITE, PROVIDER, true, true));
        store.put(new Site(FOREIGN_SITE, OTHER_PROVIDER, true, true));
        store.put(new Site(FLOWLESS_SITE, PROVIDER, false, true));
        Set<Role> admin = Set.of(new Role("NICO_PROVIDER_ADMIN"));
        tokens.accept(ADMIN, caller("admin", Map.of(ORG, admin, POOR_ORG, admin, STRANGE_ORG, admin)));
        tokens.accept(MEMBER, caller("member", Map.of(ORG, Set.of(new Role("PROVIDER_ADMIN_VIEWER")))));
        tokens.accept(STRANGER, caller("stranger", Map.of("other-org", admin)));
    }

    private static Settings settings(int port, String apiName, Duration grace) {
        return new Settings("127.0.0.1", port, apiName, grace, new Capacity(4, 8), BUILD);
    }

    private static Caller caller(String name, Map<String, Set<Role>> roles) {
        Map<OrgName, Set<Role>> memberships = roles.entrySet().stream()
                .collect(Collectors.toMap(entry -> new OrgName(entry.getKey()), Map.Entry::getValue));
        Profile profile = new Profile(name, "Smith", name + "@example.com");
        return new Caller(new Subject(name), profile, memberships);
    }

    private static SiteId site(int number) {
        return new SiteId(UUID.fromString("660e8400-e29b-41d4-a716-44665544000" + number));
    }
}
