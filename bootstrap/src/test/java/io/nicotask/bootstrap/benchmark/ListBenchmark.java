package io.nicotask.bootstrap.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskQueries.Filter;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.port.TaskQueries.Reports;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.bootstrap.LibraryHarness;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Benchmarks lists with many tasks against the same lists with ten thousand, through the port on a real database, and
 * what they cost writers. The only argument is the number of tasks; docs/performance.md explains the output.
 */
public final class ListBenchmark {

    private static final long FEW = 10_000;
    private static final int SIZE = 20;
    private static final int PASSES = 5;
    private static final int WARM_UP = 30;
    private static final int CALLS = 200;

    private final Lists few;
    private final Lists many;
    private final Map<String, Comparison> comparisons;

    private ListBenchmark(Lists few, Lists many, Map<String, Comparison> comparisons) {
        this.few = few;
        this.many = many;
        this.comparisons = comparisons;
    }

    public static void main(String[] arguments) throws Exception {
        long count = Long.parseLong(arguments[0]);
        try (BenchmarkDatabase database = new BenchmarkDatabase()) {
            System.out.printf(
                    "%d cores, Java %s, PostgreSQL %s, shared_buffers %s, %.0f GB free on the disk, load average %.1f%n",
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version(),
                    database.ask("show server_version"),
                    database.ask("show shared_buffers"),
                    database.directory().path().toFile().getUsableSpace() / 1e9,
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            database.disableDurability();
            create(database, "few", FEW);
            create(database, "many", count);
            database.restoreDurability();
            measureLists(database, count);
            ListCostComparison.measure(database, "many");
        }
    }

    private static void create(BenchmarkDatabase database, String name, long count) throws Exception {
        System.out.printf("%,d tasks%n", count);
        BulkTasks.create(database, name, count);
        System.out.println("  " + database.ask("select pg_size_pretty(pg_database_size('" + name + "'))"));
    }

    /** Runs all queries in several passes with new connections, so that a slow core affects only a part. */
    private static void measureLists(BenchmarkDatabase database, long count) {
        Map<String, Comparison> comparisons = new LinkedHashMap<>();
        for (int pass = 0; pass < PASSES; pass++) {
            try (PersistenceModule few = PersistenceModule.open(database.settings("few"));
                    PersistenceModule many = PersistenceModule.open(database.settings("many"))) {
                new ListBenchmark(Lists.of(few), Lists.of(many), comparisons).measure();
            }
        }
        System.out.printf("%n| What | 10,000 tasks: p50 (ms) | %,d tasks: p50 (ms) | ratio |%n", count);
        System.out.println("|---|---:|---:|---:|");
        comparisons.forEach((what, comparison) -> System.out.println(comparison.row(what)));
    }

    private void measure() {
        TaskList site = new TaskList.Site();
        for (int number : new int[] {1, 10, 100, 500}) {
            compare("page " + number, lists -> lists.page(site, false, number));
        }
        compare("page 10,000, beside page 500", 500, 10_000, site, false);
        compare("the last page", lists -> lists.page(site, false, lists.lastPage(site, false)));
        compare("open tasks, page 1", lists -> lists.page(site, true, 1));
        int lastFull = few.lastPage(site, true) - 1;
        compare("open tasks, page 500, beside page " + lastFull, lastFull, 500, site, true);
        TaskList rack = new TaskList.Rack(BulkTasks.RACK);
        TaskList tray = new TaskList.Tray(BulkTasks.TRAY);
        compare("rack, page 1", lists -> lists.page(rack, false, 1));
        compare("rack, page 500, beside page 5", 5, 500, rack, false);
        compare("tray, page 1", lists -> lists.page(tray, false, 1));
        compare("tray, page 500, beside page 5", 5, 500, tray, false);
        for (TaskList list : List.of(site, rack, tray)) {
            String name = list.getClass().getSimpleName().toLowerCase(Locale.ROOT);
            compare("behind the end, " + name, lists -> lists.total(list, false));
            compare("behind the end of the open tasks, " + name, lists -> lists.total(list, true));
        }
        compare("walk, from the beginning", lists -> lists.slice(Filter.NONE, null));
        compare("walk, from the middle", lists -> lists.slice(Filter.NONE, lists.middle()));
        Filter failed = new Filter(Set.of(TaskStatus.FAILED), null, null, null);
        compare("walk over the failed, from the middle", lists -> lists.slice(failed, lists.middle()));
    }

    private void compare(String what, int numberOfFew, int numberOfMany, TaskList list, boolean activeOnly) {
        if (numberOfMany < many.lastPage(list, activeOnly)) {
            compare(
                    what,
                    lists -> lists.page(list, activeOnly, numberOfFew),
                    lists -> lists.page(list, activeOnly, numberOfMany));
        }
    }

    private void compare(String what, ToLongFunction<Lists> query) {
        compare(what, query, query);
    }

    /**
     * Alternates between the two databases and which goes first, so that other load on the machine affects both alike.
     */
    private void compare(String what, ToLongFunction<Lists> queryOfFew, ToLongFunction<Lists> queryOfMany) {
        double[] ofFew = new double[CALLS];
        double[] ofMany = new double[CALLS];
        for (int call = -WARM_UP; call < CALLS; call++) {
            boolean fewFirst = call % 2 == 0;
            if (fewFirst) {
                ask(few, queryOfFew, ofFew, call);
            }
            ask(many, queryOfMany, ofMany, call);
            if (!fewFirst) {
                ask(few, queryOfFew, ofFew, call);
            }
        }
        comparisons.computeIfAbsent(what, key -> new Comparison()).add(ofFew, ofMany);
    }

    private static void ask(Lists lists, ToLongFunction<Lists> query, double[] milliseconds, int call) {
        long begun = System.nanoTime();
        assertThat(query.applyAsLong(lists)).isPositive();
        if (call >= 0) {
            milliseconds[call] = (System.nanoTime() - begun) / 1e6;
        }
    }

    /** The latency of one query with few tasks and with many. */
    private static final class Comparison {

        private final LatencySamples ofFew = new LatencySamples();
        private final LatencySamples ofMany = new LatencySamples();

        void add(double[] portionOfFew, double[] portionOfMany) {
            ofFew.add(portionOfFew);
            ofMany.add(portionOfMany);
        }

        String row(String what) {
            double few = ofFew.quantile(0.5);
            double many = ofMany.quantile(0.5);
            return String.format(Locale.ROOT, "| %s | %.2f | %.2f | %.2f |", what, few, many, many / few);
        }
    }

    /**
     * The lists of one database.
     *
     * @param queries the port
     * @param scope the site's scope
     * @param middle a position in the middle of the site's list
     */
    private record Lists(TaskQueries queries, TaskScope scope, Position middle) {

        static Lists of(PersistenceModule module) {
            TaskScope scope = new ProviderAdminPolicy(module.sites())
                    .forSystem(DemoOrg.SITE)
                    .orElseThrow();
            TaskQueries queries = LibraryHarness.ports(module).tasks();
            Lists lists = new Lists(queries, scope, new Position(Instant.MIN, new TaskId(new UUID(0, 0))));
            int half = lists.lastPage(new TaskList.Site(), false) / 2;
            Task task = queries.page(scope, new TaskList.Site(), false, half, SIZE, Reports.INCLUDED)
                    .tasks()
                    .getFirst();
            return new Lists(lists.queries, scope, new Position(task.revision().created(), task.id()));
        }

        /** Returns the number of tasks on the page. */
        long page(TaskList list, boolean activeOnly, int number) {
            return queries.page(scope, list, activeOnly, number, SIZE, Reports.OMITTED)
                    .tasks()
                    .size();
        }

        long total(TaskList list, boolean activeOnly) {
            return queries.page(scope, list, activeOnly, Integer.MAX_VALUE, SIZE, Reports.OMITTED)
                    .total();
        }

        int lastPage(TaskList list, boolean activeOnly) {
            return (int) ((total(list, activeOnly) + SIZE - 1) / SIZE);
        }

        long slice(Filter filter, @Nullable Position after) {
            return queries.slice(scope, new TaskList.Site(), filter, after, SIZE, Reports.OMITTED)
                    .tasks()
                    .size();
        }
    }
}
