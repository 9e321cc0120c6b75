package io.nicotask.bootstrap.config;

import io.nicotask.bootstrap.config.Settings.ExternalWorkflow;
import io.nicotask.bootstrap.config.Settings.Issuer;
import io.nicotask.bootstrap.config.Settings.Organization;
import io.nicotask.bootstrap.config.Settings.Site;
import io.nicotask.bootstrap.config.Settings.SiteTemporal;
import io.nicotask.bootstrap.config.Settings.Tls;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.TextConstraints;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what the types of the settings do not rule out. Reports the first error in one sentence. */
public final class SettingsValidator {

    private static final int MAX_PORT = 65_535;
    private static final int MIN_POOL = 4;
    private static final int MAX_POOL = 1_000;
    private static final Pattern HOST_AND_PORT = Pattern.compile("\\S+:(\\d{1,5})");
    private static final String NAME = "a name that is not blank";
    private static final int MAX_NAME = 256;

    /** What {@link #isSiteName} expects. */
    public static final String SITE_NAME = "a text of 1 to " + MAX_NAME + " characters";

    private final Settings settings;
    private final SettingsBinder raw;

    /** @param raw has bound the settings */
    SettingsValidator(Settings settings, SettingsBinder raw) {
        this.settings = settings;
        this.raw = raw;
    }

    void validate() {
        checkHttp(settings.http());
        checkDatabase(settings.database());
        require(isInDirectory(settings.readyFile()), "readyFile", "a file in a directory that exists");
        Settings.Temporal temporal = settings.temporal();
        checkTemporal("temporal", temporal.target(), temporal.namespace(), temporal.taskQueue(), temporal.tls());
        for (int index = 0; index < settings.issuers().size(); index++) {
            checkIssuer("issuers[" + index + "]", settings.issuers().get(index));
        }
        settings.workflows().forEach(this::checkWorkflow);
        checkOrganizations(settings.organizations());
    }

    private static boolean isInDirectory(@Nullable Path file) {
        if (file == null) {
            return true;
        }
        Path directory = file.toAbsolutePath().getParent();
        return directory != null && Files.isDirectory(directory);
    }

    private void checkHttp(Settings.Http http) {
        require(isAddress(http.host()), "http.host", "an address or a host name that can be resolved");
        require(http.port() >= 0 && http.port() <= MAX_PORT, "http.port", "a whole number between 0 and " + MAX_PORT);
        require(http.apiName().matches("[A-Za-z0-9-]{1,64}"), "http.apiName", "1 to 64 letters, digits or hyphens");
        require(http.waitingAs().matches("Waiting|Pending"), "http.waitingAs", "Waiting or Pending");
    }

    private static boolean isAddress(String host) {
        try {
            return !host.isBlank() && InetAddress.getByName(host) != null;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private void checkDatabase(Settings.Database database) {
        int pool = database.poolSize();
        require(
                pool >= MIN_POOL && pool <= MAX_POOL,
                "database.poolSize",
                "a whole number between " + MIN_POOL + " and " + MAX_POOL);
        require(
                database.url() == null || database.url().startsWith("jdbc:postgresql:"),
                "database.url",
                "a JDBC URL that begins with jdbc:postgresql:");
    }

    private void checkWorkflow(String operation, ExternalWorkflow workflow) {
        if (Operation.ofCode(operation).isEmpty()) {
            throw InvalidSettings.in(
                    settings.source(),
                    "The setting workflows names '" + operation + "', which is not the code of an operation");
        }
        String path = "workflows." + operation;
        require(isNotBlank(workflow.type()), path + ".type", NAME);
        require(isNotBlank(workflow.taskQueue()), path + ".taskQueue", NAME);
        require(
                workflow.actsFor() != null,
                path + ".actsFor",
                "how long its activities may act after the workflow has closed, such as 30s");
    }

    private void checkIssuer(String path, Issuer issuer) {
        require(isNotBlank(issuer.name()), path + ".name", NAME);
        require(isNotBlank(issuer.issuer()), path + ".issuer", "the iss of its tokens");
        require(isNotBlank(issuer.jwks()), path + ".jwks", "the URL or the path of its key set");
    }

    private void checkTemporal(
            String path,
            @Nullable String target,
            @Nullable String namespace,
            @Nullable String taskQueue,
            @Nullable Tls tls) {
        require(target == null || isHostAndPort(target), path + ".target", "host:port");
        require(namespace == null || isNotBlank(namespace), path + ".namespace", NAME);
        require(taskQueue == null || isNotBlank(taskQueue), path + ".taskQueue", NAME);
        require(
                tls == null || tls.serverName() == null || isNotBlank(tls.serverName()),
                path + ".tls.serverName",
                NAME);
    }

    /** Returns whether the text is the address of a server. */
    public static boolean isHostAndPort(String target) {
        Matcher matcher = HOST_AND_PORT.matcher(target);
        return matcher.matches() && Integer.parseInt(matcher.group(1)) <= MAX_PORT;
    }

    private void checkOrganizations(List<Organization> organizations) {
        Set<Object> seen = new HashSet<>();
        for (int index = 0; index < organizations.size(); index++) {
            String path = "organizations[" + index + "]";
            Organization organization = organizations.get(index);
            require(isNotBlank(organization.org()), path + ".org", NAME);
            require(seen.add(organization.org().toLowerCase(Locale.ROOT)), path + ".org", "named only once");
            require(organization.provider() != null, path + ".provider", "a UUID");
            checkSites(path + ".sites", organization.sites(), seen);
        }
        if (!organizations.isEmpty()
                && organizations.stream().allMatch(org -> org.sites().isEmpty())) {
            throw InvalidSettings.in(settings.source(), "The organizations have no site");
        }
    }

    private void checkSites(String sites, List<Site> all, Set<Object> seen) {
        for (int index = 0; index < all.size(); index++) {
            String path = sites + "[" + index + "]";
            Site site = all.get(index);
            require(site.id() != null, path + ".id", "a UUID");
            require(seen.add(site.id()), path + ".id", "named only once");
            require(site.name() == null || isSiteName(site.name()), path + ".name", SITE_NAME);
            SiteTemporal own = site.temporal();
            if (own != null) {
                checkTemporal(path + ".temporal", own.target(), own.namespace(), own.taskQueue(), own.tls());
            }
        }
    }

    /** Returns whether the text can be the name of a site. */
    public static boolean isSiteName(String text) {
        return isNotBlank(text) && TextConstraints.problem(text, MAX_NAME).isEmpty();
    }

    private static boolean isNotBlank(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private void require(boolean condition, String path, String expected) {
        if (!condition) {
            RawValue found = raw.at(path);
            throw found == null
                    ? InvalidSettings.in(
                            settings.source(), "The setting " + path + " is missing; expected is " + expected)
                    : InvalidSettings.of(path, expected, found);
        }
    }
}
