package io.nicotask.bootstrap.cli;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.SiteChanges.StoredSite;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.port.SiteDirectory.SiteLifecycleResult;
import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.SettingsLoader;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.value.SiteId;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code nico-tasks site …}: lists, adds, retires and restores sites in the database of the servers. */
@Command(
        name = "site",
        description = "Lists, adds, retires and restores sites. Needs the database settings only; servers may run"
                + " meanwhile.",
        mixinStandardHelpOptions = true)
public final class SiteCommand {

    private static final int CONNECTIONS = 1;

    private final Map<String, String> environment;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "configuration file (YAML)")
    private @Nullable Path config;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before a subcommand runs
    private CommandSpec spec;

    public SiteCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Command(name = "list", description = "Prints all sites, tab-separated.", mixinStandardHelpOptions = true)
    int list() {
        List<StoredSite> sites = withDatabase(settings(), PersistenceModule::storedSites);
        out().printf("ID\tNAME\tPROVIDER\tFLOW\tRETIRED\tENGINE\tNAMESPACE\tTASK QUEUE%n");
        sites.forEach(this::print);
        return 0;
    }

    @Command(
            name = "retire",
            description =
                    "Lets a site accept no further tasks. The tasks that it has can be read and cancelled as before.",
            mixinStandardHelpOptions = true)
    int retire(
            @Parameters(paramLabel = "SITE", description = "id of the site") UUID site,
            @Option(names = "--force", description = "even if the site has open tasks") boolean force) {
        SiteId id = new SiteId(site);
        report(
                id,
                withDatabase(settings(), database -> database.sites().retire(id, force, audit(Action.RETIRE_SITE, id))),
                "is retired and accepts no further tasks",
                "was retired before");
        return 0;
    }

    @Command(name = "restore", description = "Lets a retired site accept tasks again.", mixinStandardHelpOptions = true)
    int restore(@Parameters(paramLabel = "SITE", description = "id of the site") UUID site) {
        SiteId id = new SiteId(site);
        report(
                id,
                withDatabase(settings(), database -> database.sites().restore(id, audit(Action.RESTORE_SITE, id))),
                "accepts tasks again",
                "is not retired");
        return 0;
    }

    Settings settings() {
        return new SettingsLoader(environment).load(config, Map.of());
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    <T> T withDatabase(Settings settings, Function<PersistenceModule, T> use) {
        Settings.Database database = settings.database();
        if (database.url() == null) {
            throw new InvalidSettings("The command needs the setting database.url.");
        }
        Limits base = Limits.DEFAULT;
        PersistenceModule.Settings connection = new PersistenceModule.Settings(
                database.url(),
                database.user() == null ? "" : database.user(),
                database.password() == null ? "" : database.password(),
                new Limits(CONNECTIONS, base.connection(), base.statement(), base.lock(), base.network()));
        try (PersistenceModule persistence = PersistenceModule.open(connection)) {
            return use.apply(persistence);
        }
    }

    /** Returns an entry of the audit trail that names the user of the operating system. */
    static AuditEntry audit(Action action, SiteId site) {
        Subject user = new Subject("command-line/" + System.getProperty("user.name"));
        RequestOrigin origin = new RequestOrigin(UUID.randomUUID().toString(), "");
        return new AuditEntry(
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                new AuditedRequest(user, null, action, site, null, origin),
                new Outcome.Granted(),
                null);
    }

    private void report(SiteId site, SiteLifecycleResult result, String changed, String unchanged) {
        String sentence = switch (result) {
            case SiteLifecycleResult.Changed done -> changed;
            case SiteLifecycleResult.Unchanged done -> unchanged;
            case SiteLifecycleResult.UnknownSite unknown ->
                throw new InvalidSettings("There is no site " + site + " in the database.");
            case SiteLifecycleResult.OpenTasks open ->
                throw new InvalidSettings("The site " + site + " has open tasks (" + open.number()
                        + "): cancel them first, or add --force.");
        };
        out().printf("Site %s %s.%n", site, sentence);
    }

    private void print(StoredSite stored) {
        String engine = stored.engine() == null
                ? "embedded\t\t"
                : String.join(
                        "\t",
                        stored.engine().target(),
                        stored.engine().namespace(),
                        stored.engine().taskQueue());
        Instant retiredAt = stored.site().retiredAt();
        out().printf(
                        "%s\t%s\t%s\t%s\t%s\t%s%n",
                        stored.site().id(),
                        stored.site().name(),
                        stored.site().provider(),
                        stored.site().flowEnabled() ? "yes" : "no",
                        retiredAt == null ? "" : retiredAt,
                        engine);
    }
}
