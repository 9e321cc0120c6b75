package io.nicotask.bootstrap.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.application.access.ProviderAdminPolicy;
import io.nicotask.application.port.TaskListing;
import io.nicotask.application.port.TaskListing.Filter;
import io.nicotask.application.port.TaskListing.Part;
import io.nicotask.application.port.TaskListing.Position;
import io.nicotask.application.port.TaskListing.Reports;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
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
 * Measures what lists cost with many tasks, beside the same with ten thousand, through the port on a real database; and
 * what they cost the writers. The only argument is the number of tasks; docs/performance.md tells how to read what it
 * prints.
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
        try (Database database = new Database()) {
            System.out.printf(
                    "%d cores, Java %s, PostgreSQL %s, shared_buffers %s, %.0f GB free on the disk, load average %.1f%n",
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version(),
                    database.ask("show server_version"),
                    database.ask("show shared_buffers"),
                    database.directory().path().toFile().getUsableSpace() / 1e9,
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            database.hasten();
            create(database, "few", FEW);
            create(database, "many", count);
            database.slowDown();
            measureLists(database, count);
            WithAndWithout.measure(database, "many");
        }
    }

    private static void create(Database database, String name, long count) throws Exception {
        System.out.printf("%,d tasks%n", count);
        ManyTasks.create(database, name, count);
        System.out.println("  " + database.ask("select pg_size_pretty(pg_database_size('" + name + "'))"));
    }

    /** All questions in several passes with connections of their own: one that has a slow core counts for a part only. */
    private static void measureLists(Database database, long count) {
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
        Part site = new Part.Site();
        for (int number : new int[] {1, 10, 100, 500}) {
            compare("page " + number, lists -> lists.page(site, false, number));
        }
        compare("page 10,000, beside page 500", 500, 10_000, site, false);
        compare("the last page", lists -> lists.page(site, false, lists.lastPage(site, false)));
        compare("open tasks, page 1", lists -> lists.page(site, true, 1));
        int lastFull = few.lastPage(site, true) - 1;
        compare("open tasks, page 500, beside page " + lastFull, lastFull, 500, site, true);
        Part rack = new Part.Rack(ManyTasks.RACK);
        Part tray = new Part.Tray(ManyTasks.TRAY);
        compare("rack, page 1", lists -> lists.page(rack, false, 1));
        compare("rack, page 500, beside page 5", 5, 500, rack, false);
        compare("tray, page 1", lists -> lists.page(tray, false, 1));
        compare("tray, page 500, beside page 5", 5, 500, tray, false);
        for (Part part : List.of(site, rack, tray)) {
            String name = part.getClass().getSimpleName().toLowerCase(Locale.ROOT);
            compare("behind the end, " + name, lists -> lists.total(part, false));
            compare("behind the end of the open tasks, " + name, lists -> lists.total(part, true));
        }
        compare("walk, from the beginning", lists -> lists.walk(Filter.NONE, null));
        compare("walk, from the middle", lists -> lists.walk(Filter.NONE, lists.middle()));
        Filter failed = new Filter(Set.of(TaskStatus.FAILED), null, null, null);
        compare("walk over the failed, from the middle", lists -> lists.walk(failed, lists.middle()));
    }

    private void compare(String what, int numberOfFew, int numberOfMany, Part part, boolean activeOnly) {
        if (numberOfMany < many.lastPage(part, activeOnly)) {
            compare(
                    what,
                    lists -> lists.page(part, activeOnly, numberOfFew),
                    lists -> lists.page(part, activeOnly, numberOfMany));
        }
    }

    private void compare(String what, ToLongFunction<Lists> question) {
        compare(what, question, question);
    }

    /** Each is asked in turn, and goes first in turn, so that both suffer alike from whatever else is going on. */
    private void compare(String what, ToLongFunction<Lists> askedOfFew, ToLongFunction<Lists> askedOfMany) {
        double[] ofFew = new double[CALLS];
        double[] ofMany = new double[CALLS];
        for (int call = -WARM_UP; call < CALLS; call++) {
            boolean fewFirst = call % 2 == 0;
            if (fewFirst) {
                ask(few, askedOfFew, ofFew, call);
            }
            ask(many, askedOfMany, ofMany, call);
            if (!fewFirst) {
                ask(few, askedOfFew, ofFew, call);
            }
        }
        comparisons.computeIfAbsent(what, key -> new Comparison()).add(ofFew, ofMany);
    }

    private static void ask(Lists lists, ToLongFunction<Lists> question, double[] milliseconds, int call) {
        long begun = System.nanoTime();
        assertThat(question.applyAsLong(lists)).isPositive();
        if (call >= 0) {
            milliseconds[call] = (System.nanoTime() - begun) / 1e6;
        }
    }

    /** What one question cost with few tasks, and with many. */
    private static final class Comparison {

        private final Samples ofFew = new Samples();
        private final Samples ofMany = new Samples();

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
     * @param listing the port
     * @param scope the site
     * @param middle a position in the middle of it
     */
    private record Lists(TaskListing listing, TaskScope scope, Position middle) {

        static Lists of(PersistenceModule module) {
            TaskScope scope = new ProviderAdminPolicy(module.sites())
                    .forSystem(DemoOrg.SITE)
                    .orElseThrow();
            Lists lists = new Lists(module.listing(), scope, new Position(Instant.MIN, new TaskId(new UUID(0, 0))));
            int half = lists.lastPage(new Part.Site(), false) / 2;
            Task task = module.listing()
                    .page(scope, new Part.Site(), false, half, SIZE, Reports.INCLUDED)
                    .tasks()
                    .getFirst();
            return new Lists(lists.listing, scope, new Position(task.revision().created(), task.id()));
        }

        /** How many tasks the page has. */
        long page(Part part, boolean activeOnly, int number) {
            return listing.page(scope, part, activeOnly, number, SIZE, Reports.LEFT_OUT)
                    .tasks()
                    .size();
        }

        long total(Part part, boolean activeOnly) {
            return listing.page(scope, part, activeOnly, Integer.MAX_VALUE, SIZE, Reports.LEFT_OUT)
                    .total();
        }

        int lastPage(Part part, boolean activeOnly) {
            return (int) ((total(part, activeOnly) + SIZE - 1) / SIZE);
        }

        long walk(Filter filter, @Nullable Position after) {
            return listing.walk(scope, new Part.Site(), filter, after, SIZE, Reports.LEFT_OUT)
                    .tasks()
                    .size();
        }
    }
}
