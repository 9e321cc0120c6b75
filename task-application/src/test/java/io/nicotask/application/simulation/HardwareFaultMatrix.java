package io.nicotask.application.simulation;

import static java.util.stream.Collectors.joining;

import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How often each fault struck a task with a begun step, by the step's policy and the task's cancel. */
final class HardwareFaultMatrix {

    private final Map<Cell, Long> times = new HashMap<>();

    void count(Cell cell) {
        times.merge(cell, 1L, Long::sum);
    }

    void addAll(HardwareFaultMatrix other) {
        other.times.forEach((cell, count) -> times.merge(cell, count, Long::sum));
    }

    /** The cells that never occurred. */
    List<Cell> missing() {
        return Arrays.stream(HardwareFault.values())
                .flatMap(HardwareFaultMatrix::cellsOf)
                .filter(cell -> !times.containsKey(cell))
                .toList();
    }

    /** A Markdown table. */
    @Override
    public String toString() {
        Stream<String> header = Stream.of(
                cellsOf(HardwareFault.KILL).map(Cell::column).collect(joining(" | ", "| Fault | ", " |")),
                cellsOf(HardwareFault.KILL).map(cell -> "---:").collect(joining(" | ", "|---|", "|")));
        return Stream.concat(header, Arrays.stream(HardwareFault.values()).map(this::row))
                .collect(joining("\n"));
    }

    private String row(HardwareFault fault) {
        return cellsOf(fault)
                .map(cell -> times.getOrDefault(cell, 0L).toString())
                .collect(joining(" | ", "| " + fault.label() + " | ", " |"));
    }

    private static Stream<Cell> cellsOf(HardwareFault fault) {
        return Arrays.stream(InterruptPolicy.values())
                .flatMap(policy -> Arrays.stream(Cancel.values()).map(cancel -> new Cell(fault, policy, cancel)));
    }

    /** When the task was cancelled. */
    enum Cancel {
        BEFORE_CANCEL("before the cancel"),
        AFTER_CANCEL("after the cancel"),
        NO_CANCEL("no cancel");

        private final String label;

        Cancel(String label) {
            this.label = label;
        }
    }

    /** A fault that struck a task with a begun step of the policy. */
    record Cell(HardwareFault fault, InterruptPolicy policy, Cancel cancel) {

        private String column() {
            String kind = policy == InterruptPolicy.INTERRUPTIBLE ? "interruptible" : "run to completion";
            return kind + ", " + cancel.label;
        }
    }
}
