package com.acme.adapter.files;

import com.acme.adapter.files.format.LineFormat;
import java.nio.file.Path;

public record FilesModule(Path folder) {

    LineFormat format() {
        return new LineFormat(folder.toString());
    }
}
