package io.nicotask.bootstrap.config;

import io.nicotask.bootstrap.config.Settings.ExternalWorkflow;
import io.nicotask.bootstrap.config.Settings.Issuer;
import io.nicotask.bootstrap.config.Settings.Organization;
import io.nicotask.bootstrap.config.Settings.Site;
import io.nicotask.bootstrap.config.Settings.SiteTemporal;
import io.nicotask.domain.operation.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what the types of the settings do not rule out. Reports the first error in one sentence. */
final class SettingsValidator {

    private static final int MAX_PORT = 65_535;
    private static final int MIN_POOL = 4;
    private static final int MAX_POOL = 1_000;

    private SettingsValidator() {}

    static void validate(Settings settings) {
        int port = settings.http().port();
        require(port >= 0 && port <= MAX_PORT, "The setting http.port must be between 0 and " + MAX_PORT + ".");
        int pool = settings.database().poolSize();
        require(
                pool >= MIN_POOL && pool <= MAX_POOL,
                "The setting database.poolSize must be between " + MIN_POOL + " and " + MAX_POOL + ".");
        require(
                settings.http().apiName().matches("[A-Za-z0-9-]{1,64}"),
                "The setting http.apiName must be 1 to 64 letters, digits or hyphens.");
        require(
                settings.http().waitingAs().matches("Waiting|Pending"),
                "The setting http.waitingAs must be Waiting or Pending.");
        String url = settings.database().url();
        require(
                url == null || url.startsWith("jdbc:postgresql:"),
                "The setting database.url must begin with jdbc:postgresql:.");
        settings.issuers().forEach(SettingsValidator::checkIssuer);
        Settings.Temporal temporal = settings.temporal();
        checkTemporal("", temporal.target(), temporal.namespace(), temporal.taskQueue());
        settings.workflows().forEach(SettingsValidator::checkWorkflow);
        checkOrganizations(settings.organizations());
    }

    private static void checkWorkflow(String operation, ExternalWorkflow workflow) {
        require(
                Operation.ofCode(operation).isPresent(),
                "The setting workflows names " + operation + ", which is not the code of an operation.");
        require(
                isNotBlank(workflow.type()) && isNotBlank(workflow.taskQueue()),
                "The setting workflows." + operation + " needs a type and a taskQueue.");
        require(
                workflow.actsFor() != null,
                "The setting workflows." + operation
                        + " needs actsFor, how long its activities may act after the workflow"
                        + " has closed, such as 30s.");
    }

    private static void checkIssuer(Issuer issuer) {
        require(isNotBlank(issuer.name()), "An issuer has no name.");
        require(isNotBlank(issuer.issuer()), "The issuer " + issuer.name() + " has no setting issuer.");
        require(isNotBlank(issuer.jwks()), "The issuer " + issuer.name() + " has no setting jwks.");
    }

    private static void checkTemporal(
            String where, @Nullable String target, @Nullable String namespace, @Nullable String taskQueue) {
        require(
                target == null || target.matches("\\S+:\\d{1,5}"),
                "The setting temporal.target" + where + " must be host:port.");
        require(
                namespace == null || isNotBlank(namespace),
                "The setting temporal.namespace" + where + " must not be blank.");
        require(
                taskQueue == null || isNotBlank(taskQueue),
                "The setting temporal.taskQueue" + where + " must not be blank.");
    }

    private static void checkOrganizations(List<Organization> organizations) {
        Set<Object> seen = new HashSet<>();
        for (Organization organization : organizations) {
            require(isNotBlank(organization.org()), "An organization has no setting org.");
            String org = organization.org().toLowerCase(Locale.ROOT);
            require(seen.add(org), "The organization " + org + " is configured twice.");
            require(organization.provider() != null, "The organization " + org + " has no setting provider.");
            for (Site site : organization.sites()) {
                require(site.id() != null, "A site of the organization " + org + " has no setting id.");
                require(seen.add(site.id()), "The site " + site.id() + " is configured twice.");
                checkSite(site);
            }
        }
        require(
                organizations.isEmpty()
                        || organizations.stream().anyMatch(org -> !org.sites().isEmpty()),
                "The organizations have no site.");
    }

    private static void checkSite(Site site) {
        SiteTemporal own = site.temporal();
        if (own != null) {
            checkTemporal(" of the site " + site.id(), own.target(), own.namespace(), own.taskQueue());
        }
    }

    private static boolean isNotBlank(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new InvalidSettings(message);
        }
    }
}
