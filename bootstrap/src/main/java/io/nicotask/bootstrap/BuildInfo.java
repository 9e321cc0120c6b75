package io.nicotask.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What the build has noted of itself. */
final class BuildInfo implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream file = BuildInfo.class.getResourceAsStream("build.properties")) {
            build.load(file);
        }
        return new String[] {"nico-tasks " + build.getProperty("version") + " (" + build.getProperty("time") + ")"};
    }
}
