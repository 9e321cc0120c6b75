package io.nicotask.bootstrap.benchmark;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.bootstrap.LibraryHarness;
import io.nicotask.bootstrap.benchmark.SteadyCancels.Cancelled;
import io.nicotask.bootstrap.benchmark.SteadyCancels.Target;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.bootstrap.wiring.ServerWithoutHttp;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Benchmarks the background services of one server for many sites: while all is well, and while two fifths of the sites
 * have a sick engine and a backlog of stops. The arguments are the seconds of each phase, the number of stops of each
 * sick site, and the number of sites; docs/performance.md explains the output.
 */
public final class SitesBenchmark {

    private static final String DATABASE = "sites";
    private static final int CONNECTIONS = 16;
    private static final int WORKER_CONNECTIONS = 8;
    private static final int RUNNING_PER_SITE = 200;
    private static final int CANCELS_PER_SECOND = 10;
    private static final Duration DETECTION_LIMIT = Duration.ofMinutes(2);
    /** For the stops of the last cancels of a phase. */
    private static final long GRACE_MILLIS = 10_000;

    private final BenchmarkDatabase server;
    private final Settings database;
    private final Duration phase;
    private final int stops;
    private final int sites;
    private final int sick;
    private final int cancelsPerSite;
    private final ScriptedEngines engines;
    private final SitesResults results;

    private SitesBenchmark(BenchmarkDatabase server, Duration phase, int stops, int sites) {
        this.server = server;
        this.database = server.settings(DATABASE);
        this.phase = phase;
        this.stops = stops;
        this.sites = sites;
        this.sick = sites * 2 / 5;
        this.cancelsPerSite = (int) (2 * CANCELS_PER_SECOND * phase.toSeconds() / sick + 1);
        this.engines = new ScriptedEngines(
                IntStream.range(0, sites).mapToObj(SiteTasks::site).toList());
        this.results = new SitesResults(database, engines);
    }

    public static void main(String[] arguments) throws Exception {
        Duration phase = Duration.ofSeconds(Long.parseLong(arguments[0]));
        int stops = Integer.parseInt(arguments[1]);
        int sites = Integer.parseInt(arguments[2]);
        try (BenchmarkDatabase database = new BenchmarkDatabase()) {
            System.out.printf(
                    Locale.ROOT,
                    "%d cores, Java %s, PostgreSQL %s, load average %.1f%n",
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version(),
                    database.ask("show server_version"),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            new SitesBenchmark(database, phase, stops, sites).run();
        }
    }

    private void run() throws Exception {
        server.execute("create database " + DATABASE);
        try (PersistenceModule module = PersistenceModule.open(database)) {
            List<OrganizationSite> all = IntStream.range(0, sites)
                    .mapToObj(number -> new OrganizationSite(SiteTasks.site(number), true))
                    .toList();
            module.upsertOrganizations(List.of(new Organization(DemoOrg.NAME, BulkTasks.PROVIDER, all)));
            loadOpenTasks();
            try (PersistenceModule ofWorkers = module.withSeparatePool(WORKER_CONNECTIONS);
                    WorkerProcesses workers =
                            new WorkerProcesses(LibraryHarness.ports(ofWorkers).leases())) {
                startWorkers(workers);
                measure(workers);
            }
        }
        results.print();
    }

    private void loadOpenTasks() throws SQLException {
        SiteTasks.RUNNING.load(database, sites, RUNNING_PER_SITE);
        SiteTasks.WAITING.load(database, sites, RUNNING_PER_SITE * SiteTasks.WAITING_PER_RACK);
        SiteTasks.PENDING.load(database, sites, cancelsPerSite);
        for (int number = 0; number < sites; number++) {
            SiteId site = SiteTasks.site(number);
            SiteTasks.RUNNING.at(number, RUNNING_PER_SITE).forEach(task -> engines.start(site, task));
            SiteTasks.PENDING.at(number, cancelsPerSite).forEach(task -> engines.start(site, task));
        }
        SiteTasks.complete(database);
    }

    private void startWorkers(WorkerProcesses workers) throws SQLException {
        SiteTasks.grantLeases(database);
        for (int number = 0; number < sites; number++) {
            SiteId site = SiteTasks.site(number);
            workers.start(site, SiteTasks.process(site));
        }
    }

    private void measure(WorkerProcesses workers) throws Exception {
        try (ServerWithoutHttp started = new ServerWithoutHttp(database, CONNECTIONS, engines.port())) {
            Thread.sleep(GRACE_MILLIS);
            measure("all sites healthy, no requests", workers, started, List.of());
            measure("all sites healthy, cancels", workers, started, targets(sick, sites, 0));
            detect("all sites healthy", workers, sites - 1);
        }
        makeSick();
        try (ServerWithoutHttp started = new ServerWithoutHttp(database, CONNECTIONS, engines.port())) {
            Thread.sleep(GRACE_MILLIS);
            List<Target> targets = new ArrayList<>();
            List<Target> healthy = targets(sick, sites, 1);
            List<Target> others = targets(0, sick, 1);
            for (int i = 0; i < healthy.size(); i++) {
                targets.add(healthy.get(i));
                targets.add(others.get(i));
            }
            String name = sick + " of " + sites + " sites sick, " + stops + " stops each";
            measure(name, workers, started, targets);
            detect(name, workers, sites - 2);
        }
    }

    /** Returns a phase's tasks to cancel, of each of the sites in turn. */
    private List<Target> targets(int from, int to, int phaseNumber) {
        int count = (int) (CANCELS_PER_SECOND * phase.toSeconds());
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    int number = from + i % (to - from);
                    int index = i / (to - from) + phaseNumber * cancelsPerSite / 2;
                    List<TaskId> tasks = SiteTasks.PENDING.at(number, cancelsPerSite);
                    return new Target(SiteTasks.site(number), tasks.get(index));
                })
                .toList();
    }

    private void makeSick() throws SQLException {
        SiteTasks.TERMINATED.load(database, sick, stops);
        EngineHealth[] kinds = EngineHealth.values();
        for (int number = 0; number < sick; number++) {
            SiteId site = SiteTasks.site(number);
            SiteTasks.TERMINATED.at(number, stops).forEach(task -> engines.start(site, task));
            engines.setHealth(site, kinds[1 + number % (kinds.length - 1)]);
        }
        SiteTasks.complete(database);
    }

    private void measure(String name, WorkerProcesses workers, ServerWithoutHttp started, List<Target> targets)
            throws Exception {
        DatabaseTime before = DatabaseTime.read(server, DATABASE);
        WorkerProcesses.Figures renewalsBefore = workers.figures();
        var callsBefore = engines.calls();
        SteadyCancels cancels = new SteadyCancels(started.cancelTask());
        try (ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor()) {
            var unused = sampler.scheduleWithFixedDelay(results::sampleWaits, 1, 1, TimeUnit.SECONDS);
            cancels.run(targets, phase);
        }
        DatabaseTime after = DatabaseTime.read(server, DATABASE);
        results.addPhase(name, before, after, workers.figures().minus(renewalsBefore));
        results.addCalls(name, callsBefore, after.secondsSince(before), sites * RUNNING_PER_SITE);
        results.addWaits(name);
        Thread.sleep(targets.isEmpty() ? 0 : GRACE_MILLIS);
        List<Cancelled> ofHealthy = cancels.cancelled().stream()
                .filter(one -> engines.health(one.target().site()) == EngineHealth.HEALTHY)
                .toList();
        results.addCancels(name, ofHealthy, cancels.failed());
    }

    /** Halts the worker process of a healthy site while its workflows are closed at the engine. */
    private void detect(String name, WorkerProcesses workers, int number) throws Exception {
        SiteId site = SiteTasks.site(number);
        Instant begun = Instant.now();
        workers.kill(site);
        SiteTasks.RUNNING.at(number, RUNNING_PER_SITE).forEach(task -> engines.close(site, task));
        Instant limit = begun.plus(DETECTION_LIMIT);
        while (results.running(site) > 0 && Instant.now().isBefore(limit)) {
            Thread.sleep(500);
        }
        results.addDetection(name, site, begun);
    }
}
