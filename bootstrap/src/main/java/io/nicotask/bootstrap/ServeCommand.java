package io.nicotask.bootstrap;

import io.nicotask.bootstrap.config.Scalar;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.SettingsLoader;
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

/** {@code nico-tasks serve}: runs the server until it is told to stop. */
@Command(
        name = "serve",
        description = "Runs the server. Without any setting it brings along a PostgreSQL, a Temporal, an issuer of"
                + " tokens, and demo tasks to cancel.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nSettings (in the configuration file; as environment variables; meaning and default):%n")
final class ServeCommand implements Callable<Integer> {

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
    private final Map<Scalar, String> flags = new EnumMap<>(Scalar.class);

    @Option(names = "--config", order = 1, paramLabel = "FILE", description = "configuration file (YAML)")
    private @Nullable Path config;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    ServeCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Option(
            names = "--host",
            order = 2,
            paramLabel = "ADDRESS",
            description = "address to listen on (default 127.0.0.1)")
    void host(String value) {
        flags.put(Scalar.HTTP_HOST, value);
    }

    @Option(names = "--port", order = 3, paramLabel = "N", description = "port to listen on, 0 for any (default 8388)")
    void port(String value) {
        flags.put(Scalar.HTTP_PORT, value);
    }

    @Option(
            names = "--data-dir",
            order = 4,
            paramLabel = "DIR",
            description = "directory of the embedded parts, kept between runs (default ./nico-tasks-data)")
    void dataDir(String value) {
        flags.put(Scalar.DATA_DIR, value);
    }

    @Option(names = "--ephemeral", order = 5, description = "use a new data directory and delete it at the end")
    void ephemeral(boolean value) {
        flags.put(Scalar.DATA_EPHEMERAL, String.valueOf(value));
    }

    @Option(names = "--no-demo", order = 6, description = "start no demo tasks")
    void noDemo(boolean value) {
        flags.put(Scalar.DEVELOPMENT_DEMO, String.valueOf(!value));
    }

    @Option(
            names = "--development",
            order = 7,
            description = "development issuer and simulated racks also with external parts or on a public address")
    void development(boolean value) {
        flags.put(Scalar.DEVELOPMENT_ENABLED, String.valueOf(value));
    }

    @Option(
            names = "--ready-file",
            order = 8,
            paramLabel = "FILE",
            description = "file to write, once ready, with the address and the demo tasks as JSON")
    void readyFile(String value) {
        flags.put(Scalar.READY_FILE, value);
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = new SettingsLoader(environment).load(config, flags);
        Lifetime lifetime = new Lifetime();
        Thread stopping = new Thread(new Stopping(lifetime), "stopping");
        Runtime.getRuntime().addShutdownHook(stopping);
        try {
            Server server = new Server(settings, lifetime);
            Announcement announcement = server.announce();
            if (settings.readyFile() != null) {
                announcement.writeTo(settings.readyFile());
            }
            announcement.printTo(spec.commandLine().getOut(), server.tokenDirectory());
        } catch (CancellationException stopped) {
            LOG.info("Stopped before the server was ready");
        } catch (RuntimeException fault) {
            lifetime.close();
            Runtime.getRuntime().removeShutdownHook(stopping);
            throw fault;
        }
        new CountDownLatch(1).await();
        return 0;
    }

    /** The lines that explain every setting. */
    static String[] settingsHelp() {
        Stream<String> scalars = Arrays.stream(Scalar.values())
                .map(scalar -> "  %s%n  %s%n      %s%s"
                        .formatted(scalar.path(), scalar.variable(), scalar.meaning(), fallbackOf(scalar)));
        return Stream.concat(scalars, CLAIM_MAPPINGS.indent(2).lines()).toArray(String[]::new);
    }

    private static String fallbackOf(Scalar scalar) {
        return scalar.fallback() == null ? "" : " (default " + scalar.fallback() + ")";
    }
}
