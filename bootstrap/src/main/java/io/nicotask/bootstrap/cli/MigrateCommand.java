package io.nicotask.bootstrap.cli;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.SettingsLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nico-tasks migrate}: migrates an external database as the owner of its tables, who need not be the server. */
@Command(
        name = "migrate",
        description = "Creates or updates the tables of database.url, for servers whose role does not own them.",
        mixinStandardHelpOptions = true)
public final class MigrateCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Option(names = "--config", paramLabel = "FILE", description = "configuration file (YAML)")
    private @Nullable Path config;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    public MigrateCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Settings.Database database =
                new SettingsLoader(environment).load(config, Map.of()).database();
        if (database.url() == null) {
            throw new InvalidSettings(
                    "There is no database.url; an embedded database is migrated when its server starts.");
        }
        PersistenceModule.Settings owner = new PersistenceModule.Settings(
                database.url(),
                Objects.requireNonNullElse(database.user(), ""),
                Objects.requireNonNullElse(database.password(), ""),
                Limits.DEFAULT);
        try {
            PersistenceModule.migrate(owner);
        } catch (IllegalStateException invalid) {
            throw new InvalidSettings(invalid.getMessage() + ".");
        }
        spec.commandLine().getOut().println("Migrated: " + owner);
        return 0;
    }
}
