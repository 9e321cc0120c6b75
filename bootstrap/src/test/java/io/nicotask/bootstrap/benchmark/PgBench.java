package io.nicotask.bootstrap.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pgbench of an installed PostgreSQL.
 *
 * @param program where it is
 */
record PgBench(Path program) {

    private static final Path INSTALLATIONS = Path.of("/usr/lib/postgresql");
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");
    private static final int LATENCY_COLUMN = 2;

    /** The one on the path, else the newest in the place of Debian's packages; empty when there is none. */
    static Optional<PgBench> find() throws IOException {
        List<Path> candidates = new ArrayList<>();
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            candidates.add(Path.of(directory, "pgbench"));
        }
        if (Files.isDirectory(INSTALLATIONS)) {
            try (Stream<Path> releases = Files.list(INSTALLATIONS)) {
                releases.sorted(Comparator.reverseOrder())
                        .map(release -> release.resolve("bin/pgbench"))
                        .forEach(candidates::add);
            }
        }
        return candidates.stream().filter(Files::isExecutable).findFirst().map(PgBench::new);
    }

    /**
     * Runs the script once for each task.
     *
     * @param before the number of the task before the first one
     * @param each how many tasks each client takes
     */
    Figures run(Database database, CancelScript script, int clients, long before, int each) throws Exception {
        Path directory = Files.createTempDirectory(database.directory().path(), "pgbench");
        Path file = Files.writeString(directory.resolve("cancel.sql"), script.text());
        List<String> command = new ArrayList<>(List.of(
                program.toString(), "--no-vacuum", "--protocol=prepared", "--file=" + file, "--client=" + clients,
                "--jobs=" + Math.min(clients, Runtime.getRuntime().availableProcessors()), "--transactions=" + each,
                "--log", "--log-prefix=" + directory.resolve("log"), "--host=127.0.0.1",
                "--port=" + database.port(), "--username=" + database.user(),
                "--define=before=" + before, "--define=each=" + each, "--define=i=0"));
        script.variables().forEach((name, value) -> command.add("--define=" + name + "=" + value));
        command.add("postgres");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", database.password());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes());
        Matcher rate = RATE.matcher(said);
        if (process.waitFor() != 0 || !rate.find()) {
            throw new IllegalStateException("pgbench failed: " + said + Files.readString(file));
        }
        return Figures.of(Double.parseDouble(rate.group(1)), latencies(directory));
    }

    /** In milliseconds; each client thread keeps a log of its own, in microseconds. */
    private static double[] latencies(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> logs = Files.list(directory)) {
            for (Path log : logs.filter(file -> file.getFileName().toString().startsWith("log")).toList()) {
                lines.addAll(Files.readAllLines(log));
            }
        }
        return lines.stream()
                .mapToDouble(line -> Double.parseDouble(line.split(" ")[LATENCY_COLUMN]) / 1e3)
                .toArray();
    }
}
