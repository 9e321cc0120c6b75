package io.nicotask.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file in the test resources of the module under test that records what clients, workers, databases or users depend
 * on. Tests compare with it. With {@code -Dpins.record=true} they rewrite it, and its diff shows the change.
 */
public final class GoldenFile {

    /** The property that makes tests record. */
    public static final String RECORD = "pins.record";

    /** Tests run in the folder of their module. */
    private static final Path RESOURCES = Path.of("src", "test", "resources");

    private final Path path;

    private GoldenFile(Path path) {
        this.path = path;
    }

    /** The file with this path below the test resources. */
    public static GoldenFile of(String path) {
        return new GoldenFile(RESOURCES.resolve(path));
    }

    /** The file at this path below the folder of the module under test. */
    public static GoldenFile at(Path path) {
        return new GoldenFile(path);
    }

    /** Whether golden files are rewritten. */
    public static boolean isRecording() {
        return Boolean.getBoolean(RECORD);
    }

    /** The names of the files in a folder below the test resources, in order; fails if there is no such folder. */
    public static List<String> namesIn(String folder) {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Asserts that the text equals the recorded one, character by character; or records it. */
    public void assertRecords(String text) {
        if (isRecording()) {
            write(text);
        }
        assertThat(text)
                .as("what %s records; if it shall change, run with -D%s=true", path, RECORD)
                .isEqualTo(read());
    }

    /** The recorded text. */
    public String read() {
        try {
            return Files.readString(path);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Records the text. */
    public void write(String text) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, text);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
