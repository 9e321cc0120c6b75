package io.nicotask.bootstrap.faults;

import io.nicotask.faults.Fault;
import io.nicotask.faults.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** For every fault and layer: the number of times it fired, or why it does not apply. */
final class FaultMatrix {

    private final Map<List<String>, Long> fired;

    /**
     * Creates the matrix of all builds since an instant.
     *
     * @param since the instant in UTC, in the format of the builds' names
     * @param lines of the form {@code build,fault,layer,times}; earlier builds are ignored
     */
    FaultMatrix(String since, Stream<String> lines) {
        this.fired = lines.map(line -> line.split(","))
                .filter(line -> line[0].compareTo(since) >= 0)
                .collect(Collectors.groupingBy(
                        line -> List.of(line[1], line[2]), Collectors.summingLong(line -> Long.parseLong(line[3]))));
    }

    /** Lists cells that never fired without a reason, and cells that fired despite a reason. */
    List<String> violations() {
        return Arrays.stream(Fault.values())
                .flatMap(fault -> Arrays.stream(Layer.values()).flatMap(layer -> violation(fault, layer).stream()))
                .toList();
    }

    private Optional<String> violation(Fault fault, Layer layer) {
        boolean neverFired = times(fault, layer) == 0;
        Optional<String> reason = fault.reasonAgainst(layer);
        String cell = "\"%s\" in %s".formatted(fault.label(), layer.label());
        if (neverFired && reason.isEmpty()) {
            return Optional.of(cell + " never fired");
        }
        return reason.filter(why -> !neverFired)
                .map(why -> cell + " fired %d times although \"%s\"".formatted(times(fault, layer), why));
    }

    private long times(Fault fault, Layer layer) {
        return fired.getOrDefault(List.of(fault.name(), layer.name()), 0L);
    }

    /** Returns a Markdown table. */
    @Override
    public String toString() {
        return Stream.concat(
                        Stream.of(row("Fault", Layer::label), row("---", layer -> "---")),
                        Arrays.stream(Fault.values()).map(fault -> row(fault.label(), layer -> cell(fault, layer))))
                .collect(Collectors.joining("\n"));
    }

    private String cell(Fault fault, Layer layer) {
        long times = times(fault, layer);
        return times > 0 ? Long.toString(times) : fault.reasonAgainst(layer).orElse("NEVER FIRED");
    }

    private static String row(String first, Function<Layer, String> cell) {
        return Stream.concat(Stream.of(first), Arrays.stream(Layer.values()).map(cell))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
