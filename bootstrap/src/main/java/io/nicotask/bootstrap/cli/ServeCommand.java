package io.nicotask.bootstrap.cli;

import io.nicotask.bootstrap.config.Setting;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.SettingsLoader;
import io.nicotask.bootstrap.wiring.Application;
import io.nicotask.bootstrap.wiring.Lifecycle;
import io.nicotask.bootstrap.wiring.ShutdownHook;
import io.nicotask.bootstrap.wiring.StartupReport;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nico-tasks serve}: runs the server until it is stopped. */
@Command(
        name = "serve",
        description = "Runs the server. Without any setting it brings along a PostgreSQL, a Temporal, an issuer of"
                + " tokens, and demo tasks to cancel.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nSettings (in the configuration file; as environment variables; meaning and default):%n")
public final class ServeCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private static final String CLAIM_MAPPINGS = """
              issuers.claimMappings (in the configuration file only; docs/authentication.md)
                  how tokens make members of orgs; each is of one kind:
                  A {orgName, roles}                  fixed org, fixed roles
                  B {orgName, rolesAttribute}         fixed org, roles from the token
                  C {orgName, isServiceAccount}       machines, with both admin roles
                  D {orgAttribute, rolesAttribute}    org and roles from the token
                  E {orgRolesAttribute}               entries <org>:<ROLE>, for many orgs""";

    private final Map<String, String> environment;
    private final Map<Setting, String> flags = new EnumMap<>(Setting.class);

    @Option(names = "--config", order = 1, paramLabel = "FILE", description = "configuration file (YAML)")
    private @Nullable Path config;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    public ServeCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Option(
            names = "--host",
            order = 2,
            paramLabel = "ADDRESS",
            description = "address to listen on (default 127.0.0.1)")
    void host(String value) {
        flags.put(Setting.HTTP_HOST, value);
    }

    @Option(names = "--port", order = 3, paramLabel = "N", description = "port to listen on, 0 for any (default 8388)")
    void port(String value) {
        flags.put(Setting.HTTP_PORT, value);
    }

    @Option(
            names = "--data-dir",
            order = 4,
            paramLabel = "DIR",
            description = "directory of the embedded parts, kept between runs (default ./nico-tasks-data)")
    void dataDir(String value) {
        flags.put(Setting.DATA_DIR, value);
    }

    @Option(names = "--ephemeral", order = 5, description = "use a new data directory and delete it at the end")
    void ephemeral(boolean value) {
        flags.put(Setting.DATA_EPHEMERAL, String.valueOf(value));
    }

    @Option(names = "--no-demo", order = 6, description = "start no demo tasks")
    void noDemo(boolean value) {
        flags.put(Setting.DEVELOPMENT_DEMO, String.valueOf(!value));
    }

    @Option(
            names = "--development",
            order = 7,
            description = "development issuer and simulated racks also with external parts or on a public address")
    void development(boolean value) {
        flags.put(Setting.DEVELOPMENT_ENABLED, String.valueOf(value));
    }

    @Option(
            names = "--ready-file",
            order = 8,
            paramLabel = "FILE",
            description = "file to write, once ready, with the address and the demo tasks as JSON")
    void readyFile(String value) {
        flags.put(Setting.READY_FILE, value);
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = new SettingsLoader(environment).load(config, flags);
        Lifecycle lifecycle = new Lifecycle();
        ShutdownHook stopping = new ShutdownHook(lifecycle);
        Thread shutdownHook = new Thread(stopping, "stopping");
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        try {
            Application application = new Application(settings, lifecycle);
            application.onEmbeddedDatabaseEnd(() -> stopping.abort(
                    "The embedded database has ended; the server cannot work without it and ends, too."));
            StartupReport report = application.reportStartup();
            if (settings.readyFile() != null) {
                report.writeTo(settings.readyFile());
            }
            report.printTo(spec.commandLine().getOut(), application.tokenDirectory());
        } catch (CancellationException stopped) {
            LOG.info("Stopped before the server was ready");
        } catch (RuntimeException fault) {
            lifecycle.close();
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
            throw fault;
        }
        new CountDownLatch(1).await();
        return 0;
    }

    /** Returns the help lines for every setting. */
    public static String[] settingsHelp() {
        Stream<String> scalars = Arrays.stream(Setting.values())
                .map(setting -> "  %s%n  %s%n      %s%s"
                        .formatted(setting.path(), setting.variable(), setting.meaning(), defaultOf(setting)));
        return Stream.concat(scalars, CLAIM_MAPPINGS.indent(2).lines()).toArray(String[]::new);
    }

    private static String defaultOf(Setting setting) {
        return setting.defaultValue() == null ? "" : " (default " + setting.defaultValue() + ")";
    }
}
