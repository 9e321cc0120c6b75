package io.nicotask.bootstrap.benchmark;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.bootstrap.DatabaseRows;
import io.nicotask.bootstrap.benchmark.SteadyCancels.Cancelled;
import io.nicotask.domain.value.SiteId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Computes the results of {@link SitesBenchmark} from the database and the engines, and prints them. */
@SuppressWarnings({"AnnotateFormatMethod", "InlineFormatString"}) // the rows of a table share a format
final class SitesResults {

    private static final String LONGEST_WAIT = """
            select lane, max(extract(epoch from clock_timestamp() - due_at))
            from unnest(array['DELIVERY', 'CHECK', 'UPKEEP']) lane
            cross join unnest(cast('%s' as uuid[])) site (id)
            cross join lateral (
                select due_at from work
                where work.lane = lane.lane and site_id = site.id and due_at <= clock_timestamp()
                  and (claimed_until is null or claimed_until < clock_timestamp())
                order by due_at limit 1
            ) due
            group by lane
            """;

    private final Settings database;
    private final ScriptedEngines engines;
    private final List<String> rows = new ArrayList<>();
    private final Map<String, Double> longestWaits = new ConcurrentHashMap<>();

    SitesResults(Settings database, ScriptedEngines engines) {
        this.database = database;
        this.engines = engines;
    }

    void addPhase(String phase, DatabaseTime before, DatabaseTime after, WorkerProcesses.Figures renewals) {
        double seconds = after.secondsSince(before);
        add(phase, "database time, share of one session", "%.1f %%", 100 * after.shareSince(before));
        add(phase, "of it renewals, as their clients see it", "%.1f %%", 100 * renewals.seconds() / seconds);
        add(phase, "transactions per second", "%.1f", after.transactionsPerSecondSince(before));
        add(phase, "of them renewals", "%.1f", renewals.count() / seconds);
        add(phase, "renewals that came too late", "%.0f", renewals.expired());
    }

    /** Adds the calls since an earlier count. */
    void addCalls(String phase, Map<EngineHealth, Long> before, double seconds, int running) {
        engines.calls().forEach((health, count) -> {
            long calls = count - before.getOrDefault(health, 0L);
            add(phase, "engine calls per second, sites " + health.label(), "%.1f", calls / seconds);
            if (health == EngineHealth.HEALTHY) {
                add(phase, "the same per running task and minute", "%.2f", 60 * calls / seconds / running);
            }
        });
    }

    void addCancels(String phase, List<Cancelled> cancels, long failed) throws SQLException {
        if (cancels.isEmpty()) {
            return;
        }
        add(phase, "cancels at all sites that could not be decided", "%d", failed);
        Map<UUID, Instant> closed =
                times("select task_id, engine_closed_at from task_stop where engine_closed_at is not null");
        addQuantiles(phase, "cancel to response", cancels, one -> (one.responded() - one.due()) / 1e6);
        addQuantiles(phase, "cancel to terminate", cancels, one -> {
            var terminated = engines.terminatedAt(one.target().task());
            return terminated.isPresent() ? (terminated.getAsLong() - one.due()) / 1e6 : Double.POSITIVE_INFINITY;
        });
        addQuantiles(phase, "cancel to confirmed stop", cancels, one -> {
            Instant at = closed.get(one.target().task().value());
            return at == null
                    ? Double.POSITIVE_INFINITY
                    : Duration.between(one.at(), at).toNanos() / 1e6;
        });
    }

    private void addQuantiles(String phase, String what, List<Cancelled> cancels, ToDoubleFunction<Cancelled> latency) {
        double[] sorted = cancels.stream().mapToDouble(latency).sorted().toArray();
        add(
                phase,
                what + " at healthy sites (" + cancels.size() + "), p50, p99, longest",
                "%.0f, %.0f, %.0f ms",
                LatencyFigures.quantile(sorted, 0.5),
                LatencyFigures.quantile(sorted, 0.99),
                LatencyFigures.quantile(sorted, 1));
    }

    /** Notes how long the oldest work at healthy sites has been due without being claimed. */
    void sampleWaits() {
        String query = LONGEST_WAIT.formatted(
                engines.healthySites().stream().map(SiteId::toString).collect(Collectors.joining(",", "{", "}")));
        try {
            query(query, row -> longestWaits.merge(row.getString(1), row.getDouble(2), Math::max));
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** Adds what was sampled since the last call. */
    void addWaits(String phase) {
        new TreeMap<>(longestWaits)
                .forEach((lane, wait) ->
                        add(phase, "longest wait of due work at healthy sites, lane " + lane, "%.1f s", wait));
        longestWaits.clear();
    }

    long running(SiteId site) throws SQLException {
        return times("select id, created_at from task where finished_at is null and status = 'Running' and site_id = '"
                        + site + "'")
                .size();
    }

    void addDetection(String phase, SiteId site, Instant begun) throws SQLException {
        double[] sorted = times(
                        "select id, coalesce(finished_at, 'infinity') from task where run_id is not null and site_id = '"
                                + site + "'")
                .values()
                .stream()
                .mapToDouble(at -> at.equals(Instant.MAX)
                        ? Double.POSITIVE_INFINITY
                        : Duration.between(begun, at).toMillis() / 1e3)
                .sorted()
                .toArray();
        add(
                phase,
                "from a lost worker and closed workflows to ended tasks (" + sorted.length + "), p50, last",
                "%.1f, %.1f s",
                LatencyFigures.quantile(sorted, 0.5),
                LatencyFigures.quantile(sorted, 1));
    }

    private Map<UUID, Instant> times(String query) throws SQLException {
        Map<UUID, Instant> found = new HashMap<>();
        query(query, row -> {
            OffsetDateTime at = row.getObject(2, OffsetDateTime.class);
            found.put(row.getObject(1, UUID.class), at.equals(OffsetDateTime.MAX) ? Instant.MAX : at.toInstant());
        });
        return found;
    }

    private void query(String query, RowReader reader) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        DatabaseRows.inSchema(database.url()), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private void add(String phase, String what, String format, Object... values) {
        String row = "| " + phase + " | " + what + " | " + String.format(Locale.ROOT, format, values) + " |";
        System.out.println(row);
        rows.add(row);
    }

    /** Prints a Markdown table. */
    void print() {
        System.out.println("\n| Phase | What | Figure |\n|---|---|---:|");
        rows.forEach(System.out::println);
    }

    private interface RowReader {

        void read(ResultSet row) throws SQLException;
    }
}
