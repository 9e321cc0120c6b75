package io.nicotask.bootstrap.embedded;

import java.nio.file.Path;

/** Another live server has locked the data directory; its content is unchanged. */
public final class DataDirectoryInUse extends RuntimeException {

    DataDirectoryInUse(Path directory) {
        super("The data directory %s is in use by another server.".formatted(directory));
    }
}
