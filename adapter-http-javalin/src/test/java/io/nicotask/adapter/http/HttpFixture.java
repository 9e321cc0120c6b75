package io.nicotask.adapter.http;

import io.nicotask.adapter.http.ConnectionDeadlines.Limits;
import io.nicotask.adapter.http.HttpModule.Api;
import io.nicotask.adapter.http.HttpModule.Build;
import io.nicotask.adapter.http.HttpModule.Capacity;
import io.nicotask.adapter.http.HttpModule.Readiness;
import io.nicotask.adapter.http.HttpModule.Settings;
import io.nicotask.application.CallerUseCases;
import io.nicotask.application.InMemoryStorage;
import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.memory.InMemoryAuthenticator;
import io.nicotask.application.memory.SequentialTaskIds;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.WorkflowEngine.EngineStatus;
import io.nicotask.application.site.GetSite;
import io.nicotask.application.site.ListSites;
import io.nicotask.application.stop.ListStops;
import io.nicotask.application.stop.ResolveStop;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.GetTaskHistory;
import io.nicotask.application.task.ListTasks;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.user.AuthorizeProvider;
import io.nicotask.application.user.GetCurrentUser;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A server on a free port with in-memory ports, and the orgs, sites and callers that it knows. */
final class HttpFixture implements AutoCloseable {

    static final String ORG = "demo-org";
    static final String ORG_WITHOUT_PROVIDER = "poor-org";
    static final String FOREIGN_ORG = "r&d/\u00fcnit 7";
    static final SiteId SITE = site(0);
    static final SiteId SECOND_SITE = site(1);
    static final SiteId FOREIGN_SITE = site(2);
    static final SiteId SITE_WITHOUT_FLOW = site(3);
    static final SiteId UNKNOWN_SITE = site(4);
    static final SiteId RETIRED_SITE = site(5);

    static final String ADMIN = "token.of.admin";
    static final String MEMBER = "token.of.member";
    static final String STRANGER = "token.of.stranger";

    static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    static final Build BUILD = new Build("1.2.3", Instant.parse("2026-05-31T08:00:00.5Z"));

    static final OperationRules RULES = OperationRules.standard();

    static final Duration LONG = Duration.ofMinutes(5);

    /** Limits that no test reaches, however slow the machine is. */
    static final Limits LONG_LIMITS = new Limits(1_024, LONG, LONG, LONG);

    static final Api API = new Api("nico");

    private static final Settings SETTINGS = new Settings("127.0.0.1", 0, LONG);

    private static final ChangeCause CAUSE = ChangeCause.of(Actor.system("test"));
    private static final ProviderId PROVIDER = new ProviderId(new UUID(1, 1));
    private static final ProviderId OTHER_PROVIDER = new ProviderId(new UUID(1, 2));

    final SettableClock clock = new SettableClock(START);
    final InMemoryStorage store = new InMemoryStorage(clock);
    final Ports ports = store.ports(new ProviderAdminPolicy(store.sites()), RackConflicts.SHARED_COMPONENTS);
    final DirectWrites writes = DirectWrites.to(ports.storage());
    final RelayFixture relay = new RelayFixture(ports, writes);
    final StepFixture steps = new StepFixture(ports, writes);
    final InMemoryAuthenticator tokens = new InMemoryAuthenticator();
    final HttpModule server;
    final ApiClient client;

    private final AtomicInteger madeIds = new AtomicInteger();
    private volatile EngineStatus engine = EngineStatus.UNKNOWN;
    private volatile Readiness readiness = new Readiness(true, List.of(), Duration.ZERO);

    private final UnaryOperator<CallerUseCases> replace;
    private final UnaryOperator<TaskRoutes.Builder> configure;

    private HttpFixture(
            Settings settings,
            UnaryOperator<CallerUseCases> replace,
            Limits limits,
            UnaryOperator<TaskRoutes.Builder> configure) {
        this.replace = replace;
        this.configure = configure;
        populate();
        server = new HttpModule(settings, routes().build(), limits);
        server.start();
        client = new ApiClient(server.port());
    }

    /** Returns the real use cases. */
    CallerUseCases useCases() {
        return new CallerUseCases(
                AuthorizeProvider.using(ports.access(), ports.audit(), clock),
                SubmitTask.using(ports, RULES, new SequentialTaskIds()),
                CancelTask.using(ports),
                GetTask.using(ports),
                GetTaskHistory.using(ports),
                ListTasks.using(ports),
                ListStops.using(ports, site -> engine),
                ResolveStop.using(ports),
                ListSites.using(ports, store.sites()),
                GetSite.using(ports, store.sites()),
                GetCurrentUser.using(store.users(), ports.audit(), clock));
    }

    /** Returns a builder of routes as those of the server. */
    TaskRoutes.Builder routes() {
        return configure.apply(TaskRoutes.builder(replace.apply(useCases()))
                .bearerTokens(tokens)
                .capacity(new Capacity(4, 8))
                .bulkheadWait(LONG)
                .buildInfo(BUILD)
                .readiness(() -> readiness)
                .requestIds(() -> "made-" + madeIds.incrementAndGet()));
    }

    /** Starts a server with the real use cases. */
    static HttpFixture running() {
        return runningOn(0);
    }

    static HttpFixture runningOn(int port) {
        return new HttpFixture(
                new Settings("127.0.0.1", port, LONG), UnaryOperator.identity(), LONG_LIMITS, UnaryOperator.identity());
    }

    /** Starts a server with these limits on connections. */
    static HttpFixture withLimits(Limits limits) {
        return new HttpFixture(SETTINGS, UnaryOperator.identity(), limits, UnaryOperator.identity());
    }

    /** Starts a server with one permit of each kind and another authorization. */
    static HttpFixture authorizingBy(AuthorizeProvider authorizeProvider) {
        return new HttpFixture(
                SETTINGS,
                real -> new CallerUseCases(
                        authorizeProvider,
                        real.submitTask(),
                        real.cancelTask(),
                        real.getTask(),
                        real.getTaskHistory(),
                        real.listTasks(),
                        real.listStops(),
                        real.resolveStop(),
                        real.listSites(),
                        real.getSite(),
                        real.getCurrentUser()),
                LONG_LIMITS,
                routes -> routes.capacity(new Capacity(1, 1)));
    }

    /** Starts a server with another API name. */
    static HttpFixture named(String apiName) {
        return presenting(new Api(apiName));
    }

    /** Starts a server whose API presents itself so. */
    static HttpFixture presenting(Api api) {
        return configured(routes -> routes.api(api));
    }

    /** Starts a server with other settings of its routes. */
    static HttpFixture configured(UnaryOperator<TaskRoutes.Builder> configure) {
        return new HttpFixture(SETTINGS, UnaryOperator.identity(), LONG_LIMITS, configure);
    }

    /** Starts a server with another cancel use case. */
    static HttpFixture cancellingBy(CancelTask cancelTask) {
        return cancellingBy(cancelTask, LONG, LONG);
    }

    /** Starts a server with another cancel use case, grace period and wait for a bulkhead. */
    static HttpFixture cancellingBy(CancelTask cancelTask, Duration grace, Duration bulkheadWait) {
        return new HttpFixture(
                new Settings("127.0.0.1", 0, grace),
                real -> real.withCancelTask(cancelTask),
                LONG_LIMITS,
                routes -> routes.bulkheadWait(bulkheadWait));
    }

    @Override
    public void close() {
        client.close();
        server.stop();
    }

    void readiness(boolean database, String... stuckLoops) {
        readiness = new Readiness(database, List.of(stuckLoops), Duration.ZERO);
    }

    /** What the server has observed of every engine. */
    void engine(EngineStatus status) {
        engine = status;
    }

    /** Stores the task; unless it is Waiting, it holds its rack, and the start of its workflow is requested. */
    Task given(Task task) {
        writes.insertTask(scopeOf(task), task, CAUSE);
        if (task.status() != TaskStatus.WAITING) {
            writes.grant(scopeOf(task), task);
        }
        return task;
    }

    /** Returns the current state of the task. */
    Task stored(Task task) {
        return stored(task.spec().site(), task.id());
    }

    /** Returns the current state of the task with that id. */
    Task stored(SiteId site, UUID id) {
        return stored(site, new TaskId(id));
    }

    private Task stored(SiteId site, TaskId id) {
        return writes.find(scopeOf(site), id).orElseThrow();
    }

    Optional<Stop> stopOf(Task task) {
        return writes.stopOf(scopeOf(task), task.id());
    }

    List<AuditEntry> audit() {
        return store.auditEntries();
    }

    /** Stores a task that ends now while it holds its rack, with the request of its stop. */
    Task givenWithRequestedStop(Task ended) {
        return end(given(TaskExamples.beforeEnd(ended)), ended);
    }

    /** Stores a task whose step began a second before its end, and whose workflow was closed a second after it. */
    Task givenWithDrainingStop(Task ended) {
        Task open = given(TaskExamples.beforeEnd(ended));
        steps.begin(open);
        clock.tick(Duration.ofSeconds(1));
        end(open, ended);
        clock.tick(Duration.ofSeconds(1));
        relay.confirmStop(ended);
        return ended;
    }

    private Task end(Task open, Task ended) {
        writes.update(scopeOf(ended), new TaskChange(open, ended, CAUSE));
        return ended;
    }

    /** Releases the task's reservation, as the relay does once the workflow is closed. */
    void releaseRack(Task task) {
        writes.release(scopeOf(task), task);
    }

    private TaskScope scopeOf(Task task) {
        return scopeOf(task.spec().site());
    }

    private TaskScope scopeOf(SiteId site) {
        return ports.access().forSystem(site).orElseThrow();
    }

    private void populate() {
        store.put(new OrgName(ORG), PROVIDER);
        store.put(new OrgName(FOREIGN_ORG), PROVIDER);
        store.put(new OrgName("other-org"), OTHER_PROVIDER);
        store.put(new Site(SITE, PROVIDER, "San José 4", true, null));
        store.put(new Site(SECOND_SITE, PROVIDER, true));
        store.put(new Site(FOREIGN_SITE, OTHER_PROVIDER, true));
        store.put(new Site(SITE_WITHOUT_FLOW, PROVIDER, false));
        store.put(new Site(RETIRED_SITE, PROVIDER, "Retired", true, START));
        Set<Role> admin = Set.of(new Role("NICO_PROVIDER_ADMIN"));
        tokens.accept(ADMIN, caller("admin", Map.of(ORG, admin, ORG_WITHOUT_PROVIDER, admin, FOREIGN_ORG, admin)));
        tokens.accept(MEMBER, caller("member", Map.of(ORG, Set.of(new Role("PROVIDER_ADMIN_VIEWER")))));
        tokens.accept(STRANGER, caller("stranger", Map.of("other-org", admin)));
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
