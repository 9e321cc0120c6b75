package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.auth.AuthModule;
import io.nicotask.adapter.http.HttpModule;
import io.nicotask.adapter.http.HttpModule.Api;
import io.nicotask.adapter.http.TaskRoutes;
import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.SiteChanges.EngineAddress;
import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.Storage;
import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.Settings.Organization;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.DemoTasks;
import io.nicotask.bootstrap.embedded.EmbeddedDatabase;
import io.nicotask.bootstrap.embedded.EmbeddedServices;
import io.nicotask.bootstrap.embedded.EmbeddedServices.Selection;
import io.nicotask.bootstrap.hardware.SimulatedRack;
import io.nicotask.bootstrap.wiring.StartupReport.DemoTask;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.SiteId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A running server: the modules, wired by constructor and started in order. {@link Lifecycle} stops them in reverse
 * order.
 */
public final class Application {

    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final MonotonicClock CLOCK = () -> Duration.ofNanos(System.nanoTime());

    private final OperationRules rules = OperationRules.standard();
    private final Settings settings;
    private final DevelopmentMode development;
    private final Lifecycle lifecycle;
    private final List<Organization> organizations;
    private final @Nullable EmbeddedServices embedded;
    private final Map<SiteId, SiteEngine> engines;
    private final ConnectionBudget connections;
    private final PersistenceModule persistence;
    private final TemporalEngine workflow;
    private final NicoTasks tasks;
    private final ReadinessProbe readiness;
    private final HttpModule http;

    /** Starts everything, with simulated racks in development mode. */
    public Application(Settings settings, Lifecycle lifecycle) {
        this(settings, lifecycle, clock -> new SimulatedRack(clock));
    }

    /**
     * Starts everything; the server accepts requests when this returns.
     *
     * @param racks creates the hardware of development mode
     * @throws RuntimeException when a part does not start; the lifecycle holds the parts that did
     */
    public Application(Settings settings, Lifecycle lifecycle, Function<MonotonicClock, RackHardware> racks) {
        this.settings = settings;
        this.development = DevelopmentMode.of(settings);
        this.lifecycle = lifecycle;
        this.organizations = development.organizations(settings);
        StartupChecks.run(settings, development);
        SiteConfiguration sites = new SiteConfiguration(organizations, settings.temporal());
        this.embedded = startEmbedded();
        this.connections = ConnectionBudget.of(settings.database().poolSize());
        this.persistence = lifecycle.add(
                new DatabaseStart(databaseSettings(), settings.database().startWait()).open());
        this.engines = sites.engines(sites.store(persistence), embeddedTarget());
        PersistenceModule separatePool =
                lifecycle.add(DatabaseStart.openBackground(persistence, connections.background()));
        this.workflow = lifecycle.add(StartupChecks.temporal(settings, engines).build());
        this.tasks = lifecycle.add(tasks(persistence, separatePool));
        tasks.start();
        this.readiness = new ReadinessProbe(persistence::isAlive, this::turns, separatePool::clockAhead, CLOCK);
        tasks.startLoop("readiness", ReadinessProbe.INTERVAL, readiness::check);
        startWorkers(racks);
        this.http = startHttp();
    }

    /** Starts the demo tasks in development mode, and returns the report for the operator. */
    public StartupReport reportStartup() {
        Organization organization = organizations.stream()
                .filter(candidate -> !candidate.sites().isEmpty())
                .findFirst()
                .orElseThrow();
        SiteId site = new SiteId(organization.sites().getFirst().id());
        EngineAddress engine = Objects.requireNonNull(engines.get(site)).address();
        return new StartupReport(
                "http://" + host() + ":" + http.port(),
                settings.http().apiName(),
                organization.org(),
                site.toString(),
                engine.target(),
                engine.namespace(),
                databaseSettings().url().replaceFirst("\\?.*", ""),
                development.demoTasks() ? startDemo() : List.of());
    }

    /** Returns the ports of the use cases. */
    public Ports ports() {
        return tasks.ports();
    }

    public SubmitTask submitTask() {
        return tasks.submitTask();
    }

    /** Returns the directory of the development issuer's key, or null when there is none. */
    @Nullable
    public Path tokenDirectory() {
        return embedded != null && development.issuer() ? embedded.directory() : null;
    }

    private List<DemoTask> startDemo() {
        TaskScope scope = ports().access().forSystem(DemoOrg.SITE).orElseThrow();
        DemoTasks demo = new DemoTasks(tasks.submitTask(), ports().tasks(), scope);
        return demo.start(settings.embedsTemporal()).stream()
                .map(task -> DemoTask.of(task, TemporalEngine.workflowId(task.id())))
                .toList();
    }

    private String host() {
        String host = settings.http().host();
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private NicoTasks tasks(Storage storage, Storage separatePool) {
        return NicoTasks.builder()
                .storage(storage)
                .backgroundStorage(separatePool)
                .engine(workflow)
                .access(ProviderAdminPolicy::new)
                .rules(rules)
                .build();
    }

    private @Nullable EmbeddedServices startEmbedded() {
        Selection selection = new Selection(settings.embedsDatabase(), settings.embedsTemporal(), development.issuer());
        return selection.any()
                ? lifecycle.add(EmbeddedServices.start(
                        selection,
                        settings.data().ephemeral() ? null : settings.data().dir()))
                : null;
    }

    private @Nullable String embeddedTarget() {
        return embedded == null || embedded.temporal() == null
                ? null
                : embedded.temporal().target();
    }

    /** Runs the action when the embedded database, if any, has ended although this server needs it. */
    public void onEmbeddedDatabaseEnd(Runnable action) {
        if (embedded != null && embedded.database() != null) {
            embedded.database().onUnexpectedEnd(action);
        }
    }

    /** Returns the settings of the configured or embedded database. */
    public PersistenceModule.Settings databaseSettings() {
        Settings.Database database = settings.database();
        Limits base = Limits.DEFAULT;
        Limits limits =
                new Limits(connections.requests(), base.connection(), base.statement(), base.lock(), base.network());
        if (database.url() == null) {
            EmbeddedDatabase own =
                    Objects.requireNonNull(Objects.requireNonNull(embedded).database());
            return new PersistenceModule.Settings(
                    own.url(), own.user(), own.password(), limits, settings.stopAttentionAfter());
        }
        return new PersistenceModule.Settings(
                database.url(),
                orEmpty(database.user()),
                orEmpty(database.password()),
                limits,
                settings.stopAttentionAfter());
    }

    private void startWorkers(Function<MonotonicClock, RackHardware> racks) {
        if (development.enabled() || !settings.workflows().isEmpty()) {
            workflow.startStatusReportWorkers(engines.keySet(), tasks.externalWorkflows());
        }
        if (development.enabled()) {
            workflow.startWorkers(engines.keySet(), tasks.rackOperations(racks.apply(CLOCK)));
        }
    }

    private Map<String, Long> turns() {
        Map<String, Long> turns = new HashMap<>(tasks.turns());
        turns.putAll(workflow.turns());
        return turns;
    }

    private HttpModule startHttp() {
        AuthModule auth = lifecycle.add(AuthModule.start(
                IssuerConfiguration.of(settings, embedded == null ? null : embedded.issuer()), ports().clock()));
        HttpModule.Settings httpSettings =
                new HttpModule.Settings(settings.http().host(), settings.http().port(), GRACE);
        if (!development.enabled()) {
            Storage unaudited = WarmUp.withoutAudit(persistence);
            new WarmUp(auth).run(httpSettings, routes(auth, tasks(unaudited, unaudited)), organizations);
        }
        HttpModule module = new HttpModule(httpSettings, routes(auth, tasks));
        module.start();
        lifecycle.<AutoCloseable>add(module::stop);
        return module;
    }

    private TaskRoutes routes(AuthModule auth, NicoTasks of) {
        TaskStatus waitingAs = TaskStatus.ofLabel(settings.http().waitingAs()).orElseThrow();
        return TaskRoutes.builder(of.callerUseCases())
                .bearerTokens(auth.authenticator())
                .api(new Api(settings.http().apiName(), waitingAs))
                .capacity(connections.capacity())
                .buildInfo(BuildInfo.read())
                .readiness(readiness)
                .build();
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
