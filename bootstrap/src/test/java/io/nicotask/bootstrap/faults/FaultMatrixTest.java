package io.nicotask.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nicotask.bootstrap.TemporalUnderTest;
import io.nicotask.faults.Fault;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import io.nicotask.faults.TestReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the faults that the tests of all modules and both tiers have injected; runs after them. */
final class FaultMatrixTest {

    private static final Path MODULES = Path.of("..");

    /** Which faults struck tasks in the middle of a step, in simulated schedules. */
    private static final Path HARDWARE_FAULTS =
            MODULES.resolve("task-application/target/test-reports/hardware-fault-matrix.txt");

    private static final String NOW = "2026-11-30T12:00:00Z";
    private static final String LATER = "2026-11-30T12:00:01Z";

    /** The start of the earliest build that counts, in UTC; {@code .ci/run} needs two builds, verify and deep. */
    private static final String SINCE = System.getProperty("nicotask.faults.since", "");

    /** Needs both tiers: each injects some of the faults. */
    @Tag("deep")
    @Test
    void every_fault_has_fired_in_every_layer_or_has_a_reason() throws IOException {
        assumeThat(TemporalUnderTest.isReal())
                .as("a given Temporal, which keeps what it knows")
                .isFalse();
        assumeThat(otherModules())
                .as("the other modules, whose tests must have run, too")
                .allMatch(FaultMatrixTest::wasTested);

        FaultMatrix matrix = new FaultMatrix(SINCE, lines());

        TestReport.named("fault-matrix").add(matrix + "\n\n" + Files.readString(HARDWARE_FAULTS));
        assertThat(matrix.violations()).isEmpty();
    }

    @Test
    void a_cell_that_never_fired_is_found() {
        FaultMatrix matrix = new FaultMatrix(NOW, lines("DEADLOCK,PARTS,1", "DEADLOCK,PROCESS,0"));

        assertThat(matrix.violations())
                .contains("\"clock jump\" in real parts never fired")
                .noneMatch(violation -> violation.contains("deadlock"));
    }

    @Test
    void a_reason_that_does_not_hold_is_found() {
        FaultMatrix matrix = new FaultMatrix(NOW, lines("DEADLOCK,PROCESS,2", "DEADLOCK,PROCESS,1"));

        assertThat(matrix.violations())
                .contains("\"deadlock\" in processes fired 3 times although \"the same calls as on real parts\"");
    }

    @Test
    void faults_of_earlier_builds_do_not_count() {
        FaultMatrix matrix = new FaultMatrix(LATER, lines("DEADLOCK,PARTS,1"));

        assertThat(matrix.violations()).contains("\"deadlock\" in real parts never fired");
        assertThat(matrix.toString()).contains("| deadlock |").contains("| NEVER FIRED |");
    }

    @Test
    void each_fault_fires_somewhere() {
        assertThat(Fault.values())
                .allSatisfy(fault -> assertThat(Layer.values())
                        .anyMatch(layer -> fault.reasonAgainst(layer).isEmpty()));
    }

    private static Stream<String> lines(String... cells) {
        return Arrays.stream(cells).map(cell -> NOW + "," + cell);
    }

    private static Stream<String> lines() throws IOException {
        Stream.Builder<String> lines = Stream.builder();
        for (Path module : modules()) {
            Path file = module.resolve(FiredFaults.FILE);
            if (Files.exists(file)) {
                Files.readAllLines(file).forEach(lines);
            }
        }
        return lines.build();
    }

    private static List<Path> otherModules() throws IOException {
        Path own = Path.of("").toRealPath();
        return modules().stream()
                .filter(module -> !module.normalize().endsWith(own.getFileName()))
                .toList();
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> entries = Files.list(MODULES)) {
            return entries.filter(module -> Files.isDirectory(module.resolve("src/test")))
                    .toList();
        }
    }

    private static boolean wasTested(Path module) {
        Path reports = module.resolve("target/surefire-reports");
        if (SINCE.isEmpty() || !Files.isDirectory(reports)) {
            return false;
        }
        Instant begun = Instant.parse(SINCE);
        try (Stream<Path> all = Files.list(reports)) {
            return all.map(report -> report.toFile().lastModified())
                    .anyMatch(written -> written >= begun.toEpochMilli());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
