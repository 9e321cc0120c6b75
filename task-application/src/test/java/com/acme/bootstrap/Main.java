package com.acme.bootstrap;

import com.acme.adapter.files.FilesModule;
import java.time.Instant;

public record Main(FilesModule files, Instant started) {

    static Main start(FilesModule files) {
        return new Main(files, Instant.now());
    }
}
