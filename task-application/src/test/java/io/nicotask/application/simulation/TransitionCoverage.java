package io.nicotask.application.simulation;

import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.domain.task.TaskStatus;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts how often each edge of the transition table was taken. */
final class TransitionCoverage {

    private final Map<Edge, Long> edges = new LinkedHashMap<>();

    TransitionCoverage() {
        Arrays.stream(TaskStatus.values())
                .forEach(from -> from.successors().stream().sorted().forEach(to -> edges.put(new Edge(from, to), 0L)));
    }

    void entry(HistoryEntry entry) {
        if (entry.from() != null) {
            edges.merge(new Edge(entry.from(), entry.to()), 1L, Long::sum);
        }
    }

    void addAll(TransitionCoverage other) {
        other.edges.forEach((edge, times) -> edges.merge(edge, times, Long::sum));
    }

    Map<Edge, Long> edges() {
        return edges;
    }

    @Override
    public String toString() {
        return edges.entrySet().stream()
                .map(edge -> edge.getKey() + " " + edge.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** An edge of the transition table. */
    record Edge(TaskStatus from, TaskStatus to) {

        @Override
        public String toString() {
            return from.label() + " -> " + to.label();
        }
    }
}
