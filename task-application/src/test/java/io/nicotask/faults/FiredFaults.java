package io.nicotask.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Counts injected faults in a file of the module under test, one line {@code build,fault,layer,times} each. */
public final class FiredFaults {

    /** The file, relative to its module. */
    public static final Path FILE = Path.of("target", "fired-faults.csv");

    /** When this build began, in UTC; empty outside Maven. */
    public static final String BUILD = System.getProperty("nicotask.build", "");

    private FiredFaults() {}

    /** Adds the number of times that the fault was injected. */
    public static synchronized void count(Fault fault, Layer layer, long times) {
        String line = "%s,%s,%s,%d%n".formatted(BUILD, fault, layer, times);
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
