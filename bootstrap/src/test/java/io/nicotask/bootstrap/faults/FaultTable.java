package io.nicotask.bootstrap.faults;

import io.nicotask.faults.TestReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Collects the results of all rounds, by kind of fault. */
final class FaultTable {

    private final TestReport report = TestReport.named("process-faults");
    private final Map<String, List<FaultRound.Result>> rounds = new LinkedHashMap<>();

    void add(String kind, FaultRound.Result round) {
        List<FaultRound.Result> all = rounds.computeIfAbsent(kind, first -> new ArrayList<>());
        all.add(round);
        report.add(
                "%s, round %d: %d cancels under way, %d acknowledged, %d unknown, %d too late, last confirmed %d ms after recovery%s"
                        .formatted(
                                kind,
                                all.size(),
                                round.underWay(),
                                round.acknowledged(),
                                round.unknown(),
                                round.tooLate(),
                                round.confirmationTimes().sinceRecovery().toMillis(),
                                round.violations().isEmpty() ? "" : ", VIOLATIONS: " + round.violations()));
    }

    /** Returns the violations of all rounds of that kind. */
    List<String> violations(String kind) {
        return rounds.getOrDefault(kind, List.of()).stream()
                .map(FaultRound.Result::violations)
                .flatMap(Collection::stream)
                .toList();
    }

    /** Adds the table to the report. */
    void report() {
        report.add("\n| Rounds of | Rounds | Cancels under way at the fault | Acknowledged | Unknown | Too late |"
                + " Longest from recovery to confirmed | From the end of the load | Violations |");
        report.add("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        rounds.forEach((kind, all) -> report.add("| %s | %d | %d–%d | %d | %d | %d | %d ms | %d ms | %d |"
                .formatted(
                        kind,
                        all.size(),
                        all.stream().mapToInt(FaultRound.Result::underWay).min().orElseThrow(),
                        all.stream().mapToInt(FaultRound.Result::underWay).max().orElseThrow(),
                        all.stream().mapToLong(FaultRound.Result::acknowledged).sum(),
                        all.stream().mapToLong(FaultRound.Result::unknown).sum(),
                        all.stream().mapToLong(FaultRound.Result::tooLate).sum(),
                        longest(all, FaultRound.ConfirmationTimes::sinceRecovery),
                        longest(all, FaultRound.ConfirmationTimes::sinceEndOfLoad),
                        violations(kind).size())));
    }

    private static long longest(
            List<FaultRound.Result> rounds, Function<FaultRound.ConfirmationTimes, Duration> which) {
        return rounds.stream()
                .map(FaultRound.Result::confirmationTimes)
                .map(which)
                .max(Comparator.naturalOrder())
                .map(Duration::toMillis)
                .orElseThrow();
    }
}
