package io.nicotask.bootstrap;

import io.nicotask.adapter.auth.AuthModule;
import io.nicotask.adapter.http.HttpModule;
import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.workflow.WorkflowModule;
import io.nicotask.adapter.workflow.WorkflowModule.Endpoint;
import io.nicotask.adapter.workflow.WorkflowModule.ForeignWorkflow;
import io.nicotask.adapter.workflow.WorkflowModule.Milestones;
import io.nicotask.application.access.ProviderAdminPolicy;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.Stopwatch;
import io.nicotask.application.relay.Background;
import io.nicotask.application.relay.Loops;
import io.nicotask.application.report.BeginForeignTask;
import io.nicotask.application.report.BeginTask;
import io.nicotask.application.report.FinishTask;
import io.nicotask.application.report.PerformStage;
import io.nicotask.application.report.StandardOperationRules;
import io.nicotask.bootstrap.Announcement.DemoTask;
import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.Settings.Organization;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.embedded.DemoTasks;
import io.nicotask.bootstrap.embedded.EmbeddedDatabase;
import io.nicotask.bootstrap.embedded.EmbeddedParts;
import io.nicotask.bootstrap.embedded.EmbeddedParts.Wanted;
import io.nicotask.bootstrap.embedded.SimulatedRack;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.ConflictPolicy;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.TaskId;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;

/**
 * A running server: the modules, wired by constructor and started in order. Each part is handed to a {@link Lifetime},
 * which stops them in the opposite order.
 */
final class Server {

    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Stopwatch STOPWATCH = () -> Duration.ofNanos(System.nanoTime());

    private final OperationRules rules = new StandardOperationRules();
    private final Settings settings;
    private final Development development;
    private final Lifetime lifetime;
    private final List<Organization> organizations;
    private final @Nullable EmbeddedParts embedded;
    private final Map<SiteId, Endpoint> endpoints;
    private final Shares shares;
    private final PersistenceModule persistence;
    private final WorkflowModule workflow;
    private final Ports ports;
    private final Ports background;
    private final PromptDelivery delivery;
    private final UseCases useCases;
    private final HttpModule http;

    /** Starts everything, with simulated racks where there are to be any. */
    Server(Settings settings, Lifetime lifetime) {
        this(settings, lifetime, stopwatch -> new SimulatedRack(stopwatch));
    }

    /**
     * Starts everything; the server answers when this returns.
     *
     * @param racks the hardware of the parts for development
     * @throws RuntimeException when a part does not start; the lifetime has those that did
     */
    Server(Settings settings, Lifetime lifetime, Function<Stopwatch, RackHardware> racks) {
        this.settings = settings;
        this.development = Development.of(settings);
        this.lifetime = lifetime;
        this.organizations = development.organizations(settings);
        Sites sites = new Sites(organizations);
        this.embedded = startEmbedded();
        this.endpoints = sites.endpoints(settings.temporal(), embeddedTarget());
        this.shares = Shares.of(settings.database().poolSize());
        this.persistence = lifetime.add(openDatabase());
        persistence.upsertOrganizations(sites.directory());
        this.ports = ports(persistence);
        PersistenceModule beside = lifetime.add(persistence.beside(shares.background()));
        this.background = ports(beside);
        this.workflow = lifetime.add(new WorkflowModule(workflowSettings(), UUID::randomUUID));
        lifetime.add(Background.start("tally", 1, beside::tally));
        Loops loops = lifetime.add(Loops.start(background, beside.watch(), workflow.engine(), new Random()));
        Validator validator = validator();
        this.delivery = lifetime.add(new PromptDelivery(loops.relay()));
        this.useCases = UseCases.over(ports, persistence, rules, validator, delivery);
        startWorkers(racks);
        this.http = startHttp(validator);
    }

    /** Starts the demo tasks, if there are to be any, and tells what there is to tell. */
    Announcement announce() {
        Organization organization = organizations.stream()
                .filter(candidate -> !candidate.sites().isEmpty())
                .findFirst()
                .orElseThrow();
        SiteId site = new SiteId(organization.sites().getFirst().id());
        Endpoint endpoint = Objects.requireNonNull(endpoints.get(site));
        return new Announcement(
                "http://" + host() + ":" + http.port(),
                settings.http().apiName(),
                organization.org(),
                site.toString(),
                endpoint.target(),
                endpoint.namespace(),
                databaseSettings().url().replaceFirst("\\?.*", ""),
                development.demoTasks() ? startDemo() : List.of());
    }

    /** What the use cases stand on. */
    Ports ports() {
        return ports;
    }

    UseCases useCases() {
        return useCases;
    }

    /** Where the development issuer keeps its key, or null when there is none. */
    @Nullable
    Path tokenDirectory() {
        return embedded != null && development.issuer() ? embedded.directory() : null;
    }

    private List<DemoTask> startDemo() {
        TaskScope scope = ports.access().forSystem(DemoOrg.SITE).orElseThrow();
        DemoTasks demo = new DemoTasks(useCases.submitTask(), persistence.listing(), scope);
        List<TaskId> tasks = demo.start(settings.embedsTemporal());
        demo.awaitBegun(tasks, task -> ports.tasks().find(scope, task).orElseThrow());
        return tasks.stream()
                .map(task -> ports.tasks().find(scope, task).orElseThrow())
                .map(task -> DemoTask.of(task, WorkflowModule.workflowId(task.id())))
                .toList();
    }

    private String host() {
        String host = settings.http().host();
        return host.contains(":") ? "[" + host + "]" : host;
    }

    static Ports ports(PersistenceModule persistence) {
        return new Ports(
                persistence.tasks(),
                persistence.racks(),
                persistence.leases(),
                persistence.outbox(),
                persistence.audit(),
                new ProviderAdminPolicy(persistence.sites()),
                persistence.transactions(),
                ConflictPolicy.SHARED_COMPONENTS,
                Clock.systemUTC());
    }

    private @Nullable EmbeddedParts startEmbedded() {
        Wanted wanted = new Wanted(settings.embedsDatabase(), settings.embedsTemporal(), development.issuer());
        return wanted.any()
                ? lifetime.add(EmbeddedParts.start(
                        wanted,
                        settings.data().ephemeral() ? null : settings.data().dir()))
                : null;
    }

    private @Nullable String embeddedTarget() {
        return embedded == null || embedded.temporal() == null
                ? null
                : embedded.temporal().target();
    }

    private PersistenceModule openDatabase() {
        try {
            return PersistenceModule.open(databaseSettings());
        } catch (IllegalStateException unfit) {
            throw new InvalidSettings(unfit.getMessage() + ".");
        }
    }

    /** Where the database is. */
    PersistenceModule.Settings databaseSettings() {
        Settings.Database database = settings.database();
        Limits usual = Limits.DEFAULT;
        Limits limits =
                new Limits(shares.requests(), usual.connection(), usual.statement(), usual.lock(), usual.network());
        if (database.url() == null) {
            EmbeddedDatabase own =
                    Objects.requireNonNull(Objects.requireNonNull(embedded).database());
            return new PersistenceModule.Settings(
                    own.url(), own.user(), own.password(), limits, settings.stopAttentionAfter());
        }
        return new PersistenceModule.Settings(
                database.url(),
                text(database.user()),
                text(database.password()),
                limits,
                settings.stopAttentionAfter());
    }

    private WorkflowModule.Settings workflowSettings() {
        Map<Operation, ForeignWorkflow> foreign = new EnumMap<>(Operation.class);
        try {
            settings.workflows()
                    .forEach((code, own) -> foreign.put(
                            Operation.ofCode(code).orElseThrow(), new ForeignWorkflow(own.type(), own.taskQueue())));
            return new WorkflowModule.Settings(endpoints, foreign);
        } catch (IllegalArgumentException taken) {
            throw new InvalidSettings(taken.getMessage() + ".");
        }
    }

    private void startWorkers(Function<Stopwatch, RackHardware> racks) {
        if (development.enabled() || !settings.workflows().isEmpty()) {
            workflow.startMilestones(
                    endpoints.keySet(),
                    new Milestones(BeginForeignTask.using(background), FinishTask.using(background)));
        }
        if (development.enabled()) {
            RackHardware hardware = racks.apply(STOPWATCH);
            workflow.startWorkers(
                    endpoints.keySet(),
                    new WorkflowModule.Work(
                            BeginTask.using(background, rules, hardware),
                            PerformStage.using(background, rules, hardware, STOPWATCH),
                            FinishTask.using(background)));
        }
    }

    private HttpModule startHttp(Validator validator) {
        AuthModule auth = lifetime.add(startAuth());
        Settings.Http address = settings.http();
        HttpModule.Settings listening = new HttpModule.Settings(
                address.host(), address.port(), address.apiName(), GRACE, shares.capacity(), BuildInfo.read());
        if (!development.enabled()) {
            UseCases rehearsed = UseCases.over(WarmUp.withoutAudit(ports), persistence, rules, validator, delivery);
            new WarmUp(auth).run(listening, parts(auth, rehearsed, validator), organizations);
        }
        HttpModule module = new HttpModule(listening, parts(auth, useCases, validator));
        module.start();
        lifetime.<AutoCloseable>add(module::stop);
        return module;
    }

    private HttpModule.Parts parts(AuthModule auth, UseCases useCases, Validator validator) {
        return new HttpModule.Parts(
                auth.authenticator(),
                useCases.http(),
                validator,
                new Probe(persistence, workflow, endpoints.keySet()),
                () -> UUID.randomUUID().toString());
    }

    private AuthModule startAuth() {
        try {
            return AuthModule.start(Issuers.of(settings, embedded == null ? null : embedded.issuer()), ports.clock());
        } catch (IllegalArgumentException contradiction) {
            throw new InvalidSettings(String.valueOf(contradiction.getMessage()));
        }
    }

    static Validator validator() {
        return Validation.byProvider(HibernateValidator.class)
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator(Set.of(), Locale.ENGLISH, false))
                .buildValidatorFactory()
                .getValidator();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
