package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.http.HttpModule.Build;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Reads the version and time of the build. */
public final class BuildInfo implements IVersionProvider {

    @Override
    public String[] getVersion() {
        Build build = read();
        return new String[] {"nico-tasks " + build.version() + " (" + build.time() + ")"};
    }

    /** Returns the version, and the time it was built. */
    static Build read() {
        Properties properties = new Properties();
        try (InputStream file = BuildInfo.class.getResourceAsStream("build.properties")) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read build.properties", e);
        }
        return new Build(properties.getProperty("version"), Instant.parse(properties.getProperty("time")));
    }
}
