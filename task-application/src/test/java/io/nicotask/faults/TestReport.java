package io.nicotask.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a test has measured or found, beside that it passed: a text file under {@code target} of the module whose tests run,
 * so that a passing build prints nothing. Safe for many threads.
 */
public final class TestReport {

    private static final Path DIRECTORY = Path.of("target", "test-reports");
    private static final Set<Path> BEGUN = ConcurrentHashMap.newKeySet();

    private final Path file;

    private TestReport(Path file) {
        this.file = file;
    }

    /** The report of that name; the first one of a run replaces that of the run before. */
    public static TestReport named(String name) {
        return new TestReport(DIRECTORY.resolve(name + ".txt"));
    }

    /** Adds the text and a line end. */
    public synchronized void add(String text) {
        try {
            Files.createDirectories(DIRECTORY);
            StandardOpenOption mode =
                    BEGUN.add(file) ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
            Files.writeString(file, text + System.lineSeparator(), StandardOpenOption.CREATE, mode);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where it is written. */
    @Override
    public String toString() {
        return file.toString();
    }
}
