package io.nicotask.bootstrap.cli;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.persistence.SiteChanges;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.Settings.Organization;
import io.nicotask.bootstrap.config.Settings.Site;
import io.nicotask.bootstrap.config.Settings.SiteTemporal;
import io.nicotask.bootstrap.config.SettingsValidator;
import io.nicotask.bootstrap.wiring.SiteConfiguration;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nico-tasks site add}: adds a site, or changes its attributes, as a configuration file does. */
@Command(
        name = "add",
        description = "Adds a site, or changes its attributes. Servers learn it at their next start.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class AddSiteCommand implements Callable<Integer> {

    private final SiteCommand parent;

    @Parameters(paramLabel = "SITE", description = "id of the site")
    private UUID site;

    @Option(names = "--org", paramLabel = "ORG", required = true, description = "org of the site's provider")
    private String org;

    @Option(names = "--provider", paramLabel = "ID", description = "the org's provider; needed for a new org")
    private @Nullable UUID provider;

    @Option(names = "--name", paramLabel = "NAME", description = "name for people (of a new site: the id)")
    private @Nullable String name;

    @Option(names = "--flow", negatable = true, description = "whether NICo Flow is enabled (of a new site: yes)")
    private @Nullable Boolean flow;

    @Option(names = "--target", paramLabel = "HOST:PORT", description = "its Temporal (default: temporal.target)")
    private @Nullable String target;

    @Option(names = "--namespace", paramLabel = "NAME", description = "namespace (default: temporal.namespace)")
    private @Nullable String namespace;

    @Option(names = "--task-queue", paramLabel = "NAME", description = "task queue (default: temporal.taskQueue)")
    private @Nullable String taskQueue;

    public AddSiteCommand(SiteCommand parent) {
        this.parent = parent;
    }

    @Override
    public Integer call() {
        require(!org.isBlank(), "--org", "a name that is not blank");
        require(name == null || SettingsValidator.isSiteName(name), "--name", SettingsValidator.SITE_NAME);
        require(target == null || SettingsValidator.isHostAndPort(target), "--target", "host:port");
        require(namespace == null || !namespace.isBlank(), "--namespace", "a name that is not blank");
        require(taskQueue == null || !taskQueue.isBlank(), "--task-queue", "a name that is not blank");
        Settings settings = parent.settings();
        SiteId id = new SiteId(site);
        SiteChanges changes = parent.withDatabase(settings, database -> add(settings, id, database));
        boolean wasKnown =
                changes.before().stream().anyMatch(stored -> stored.site().id().equals(id));
        parent.out().printf("Site %s was %s.%n", id, wasKnown ? "updated" : "added");
        return 0;
    }

    private static void require(boolean condition, String option, String expected) {
        if (!condition) {
            throw new InvalidSettings("The option " + option + " must be " + expected + ".");
        }
    }

    private SiteChanges add(Settings settings, SiteId id, PersistenceModule database) {
        if (target == null && settings.temporal().target() == null && !isEngineKnown(id, database)) {
            throw new InvalidSettings("The site needs the option --target, or the setting temporal.target.");
        }
        List<Organization> organizations = List.of(new Organization(
                org,
                providerIn(database),
                List.of(new Site(site, name, flow, new SiteTemporal(target, namespace, taskQueue)))));
        try {
            return database.addSite(
                    new SiteConfiguration(organizations, settings.temporal())
                            .directory()
                            .getFirst(),
                    SiteCommand.audit(Action.ADD_SITE, id));
        } catch (IllegalArgumentException contradiction) {
            throw new InvalidSettings(contradiction.getMessage() + ".");
        }
    }

    /** Whether the database has the address, and no option changes a part of it. */
    private boolean isEngineKnown(SiteId id, PersistenceModule database) {
        return namespace == null
                && taskQueue == null
                && database.storedSites().stream()
                        .anyMatch(stored -> stored.site().id().equals(id) && stored.engine() != null);
    }

    private UUID providerIn(PersistenceModule database) {
        if (provider != null) {
            return provider;
        }
        return database.sites()
                .providerOf(new OrgName(org))
                .map(ProviderId::value)
                .orElseThrow(() -> new InvalidSettings(
                        "The org " + org + " is not in the database: name its provider by the option --provider."));
    }
}
