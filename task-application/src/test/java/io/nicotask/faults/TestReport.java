package io.nicotask.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a test has measured or found, besides that it passed: a text file under {@code target} of the module under test,
 * so that a passing build prints nothing. Safe for many threads.
 */
public final class TestReport {

    private static final Path DIRECTORY = Path.of("target", "test-reports");
    private static final Set<Path> BEGUN = ConcurrentHashMap.newKeySet();

    private final Path file;

    private TestReport(Path file) {
        this.file = file;
    }

    /** The report with that name; its first line in a test run replaces the report of the previous run. */
    public static TestReport named(String name) {
        return new TestReport(DIRECTORY.resolve(name + ".txt"));
    }

    /** Appends the text and a line end. */
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

    /** The path of the file. */
    @Override
    public String toString() {
        return file.toString();
    }
}
