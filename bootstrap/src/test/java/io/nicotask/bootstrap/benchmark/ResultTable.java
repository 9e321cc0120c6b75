package io.nicotask.bootstrap.benchmark;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The results of all rounds. */
final class ResultTable {

    /** The row to which the others are compared. */
    static final String PGBENCH = "the same SQL by pgbench";

    private record Row(String what, int clients) {}

    private final Map<Row, List<LatencyFigures>> rounds = new LinkedHashMap<>();

    void add(String what, int clients, LatencyFigures figures) {
        rounds.computeIfAbsent(new Row(what, clients), row -> new ArrayList<>()).add(figures);
        System.out.printf(
                Locale.ROOT,
                "%3d clients  %-36s %7.0f/s  p50 %7.2f ms  p99 %7.2f ms%n",
                clients,
                what,
                figures.perSecond(),
                figures.median(),
                figures.slow());
    }

    /** Prints a Markdown table with the minimum and maximum over the rounds. */
    void print() {
        System.out.println("\n| Clients | What | per second | p50 (ms) | p99 (ms) | share of pgbench |");
        System.out.println("|---:|---|---:|---:|---:|---:|");
        rounds.forEach((row, figures) -> System.out.printf(
                "| %d | %s | %s | %s | %s | %s |%n",
                row.clients,
                row.what,
                spread("%.0f", figures, LatencyFigures::perSecond),
                spread("%.1f", figures, LatencyFigures::median),
                spread("%.1f", figures, LatencyFigures::slow),
                share(row, figures)));
    }

    private String share(Row row, List<LatencyFigures> figures) {
        List<LatencyFigures> pgbench = rounds.get(new Row(PGBENCH, row.clients));
        return pgbench == null
                ? "-"
                : spread(
                        "%.2f",
                        figures,
                        one -> one.perSecond()
                                / pgbench.get(figures.indexOf(one)).perSecond());
    }

    private static String spread(String format, List<LatencyFigures> figures, ToDoubleFunction<LatencyFigures> value) {
        DoubleSummaryStatistics all = figures.stream().mapToDouble(value).summaryStatistics();
        String low = String.format(Locale.ROOT, format, all.getMin());
        String high = String.format(Locale.ROOT, format, all.getMax());
        return low.equals(high) ? low : low + "–" + high;
    }
}
