package io.nicotask.bootstrap.benchmark;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs pgbench of an installed PostgreSQL. */
final class PgBench {

    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final int LATENCY_COLUMN = 2;

    private PgBench() {}

    /** Finds pgbench on the path or in the directory of Debian's packages; empty when it is not installed. */
    static String find() throws Exception {
        return output(new ProcessBuilder(
                "sh", "-c", "command -v pgbench || ls /usr/lib/postgresql/*/bin/pgbench 2>/dev/null | tail -n 1"));
    }

    /**
     * Runs the script with concurrent clients.
     *
     * @param before the number of the task before the first one
     * @param each the number of tasks per client
     */
    static LatencyFigures run(BenchmarkDatabase database, CancelScript script, int clients, long before, int each)
            throws Exception {
        Path directory = Files.createTempDirectory(database.directory().path(), "pgbench");
        Path file = Files.writeString(directory.resolve("cancel.sql"), script.text());
        List<String> command = new ArrayList<>(List.of(find(), "-n", "-M", "prepared", "-h", "127.0.0.1"));
        command.addAll(List.of("-p", database.port(), "-U", database.user(), "-f", file.toString()));
        command.addAll(List.of("-c", "" + clients, "-j", "" + Math.min(clients, CORES), "-t", "" + each));
        command.addAll(List.of("-l", "--log-prefix=" + directory.resolve("log")));
        command.addAll(List.of("-D", "before=" + before, "-D", "each=" + each, "-D", "i=0"));
        script.variables().forEach((name, value) -> command.addAll(List.of("-D", name + "=" + value)));
        command.add("postgres");
        ProcessBuilder pgbench = new ProcessBuilder(command);
        pgbench.environment().put("PGPASSWORD", database.password());
        String rate = output(pgbench).replaceFirst("(?s).*tps = ([0-9.]+) \\(without.*", "$1");
        return LatencyFigures.of(Double.parseDouble(rate), latencies(directory));
    }

    /** Reads the latencies in milliseconds; each thread of pgbench writes its own log, in microseconds. */
    private static double[] latencies(Path directory) throws Exception {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path log : files.filter(file -> !file.endsWith("cancel.sql")).toList()) {
                lines.addAll(Files.readAllLines(log));
            }
        }
        return lines.stream()
                .mapToDouble(line -> Double.parseDouble(line.split(" ", -1)[LATENCY_COLUMN]) / 1e3)
                .toArray();
    }

    private static String output(ProcessBuilder program) throws Exception {
        Process process = program.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
