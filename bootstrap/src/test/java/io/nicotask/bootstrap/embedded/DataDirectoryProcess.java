package io.nicotask.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** Locks a data directory in a separate process until standard input ends. */
final class DataDirectoryProcess {

    private DataDirectoryProcess() {}

    public static void main(String[] arguments) throws IOException {
        try (DataDirectory directory = DataDirectory.open(Path.of(arguments[0]))) {
            System.out.println("holds " + directory.path());
            System.in.transferTo(System.err);
        } catch (DataDirectoryInUse e) {
            System.out.println(e.getMessage());
        }
    }
}
