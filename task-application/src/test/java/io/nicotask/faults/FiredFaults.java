package io.nicotask.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Counts the faults that fire, in a file of the module whose tests run: a line {@code build,fault,layer,times} each. */
public final class FiredFaults {

    /** Where the file lies in a module. */
    public static final Path FILE = Path.of("target", "fired-faults.csv");

    /** When this build began, in UTC; empty when it is none of Maven's. */
    public static final String BUILD = System.getProperty("nicotask.build", "");

    private FiredFaults() {}

    /** The fault was injected so many times. */
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
