package io.nicotask.bootstrap.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a server, named as in the configuration file. {@link Setting} gives the meaning of each single-valued
 * setting.
 *
 * @param http where the server listens
 * @param data where the embedded services keep their data
 * @param database the external database, if any
 * @param temporal the external Temporal server, if any, and the defaults for sites
 * @param clockSkew see {@link Setting#CLOCK_SKEW}
 * @param stopAttentionAfter see {@link Setting#STOP_ATTENTION_AFTER}
 * @param development the development mode
 * @param readyFile see {@link Setting#READY_FILE}
 * @param issuers the accepted token issuers; if empty, only the development issuer
 * @param workflows the external workflows, by operation code
 * @param organizations the provider and sites of each org; if empty, only the demo org
 * @param source the configuration file, as error messages name it
 */
public record Settings(
        @JsonProperty("http") Http http,
        @JsonProperty("data") Data data,
        @JsonProperty("database") Database database,
        @JsonProperty("temporal") Temporal temporal,
        @JsonProperty("clockSkew") Duration clockSkew,
        @JsonProperty("stopAttentionAfter") Duration stopAttentionAfter,
        @JsonProperty("development") Development development,
        @JsonProperty("readyFile") @Nullable Path readyFile,
        @JsonProperty("issuers") List<Issuer> issuers,
        @JsonProperty("workflows") Map<String, ExternalWorkflow> workflows,
        @JsonProperty("organizations") List<Organization> organizations,
        @JsonIgnore String source) {

    public Settings {
        issuers = copyOf(issuers);
        workflows = workflows == null ? Map.of() : Map.copyOf(workflows);
        organizations = copyOf(organizations);
    }

    /** Returns whether the database is embedded. */
    public boolean embedsDatabase() {
        return database.url() == null;
    }

    /** Returns whether at least one site uses the embedded Temporal. */
    public boolean embedsTemporal() {
        return temporal.target() == null && (organizations.isEmpty() || sites().anyMatch(site -> !site.hasOwnTarget()));
    }

    /** Returns whether every site uses the embedded Temporal. */
    public boolean embedsEveryTemporal() {
        return temporal.target() == null && sites().noneMatch(Site::hasOwnTarget);
    }

    private Stream<Site> sites() {
        return organizations.stream().flatMap(organization -> organization.sites().stream());
    }

    private static <T> List<T> copyOf(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    public record Http(
            @JsonProperty("host") String host,
            @JsonProperty("port") int port,
            @JsonProperty("apiName") String apiName,
            @JsonProperty("waitingAs") String waitingAs) {}

    public record Data(
            @JsonProperty("dir") Path dir,
            @JsonProperty("ephemeral") boolean ephemeral) {}

    public record Database(
            @JsonProperty("url") @Nullable String url,
            @JsonProperty("user") @Nullable String user,
            @JsonProperty("password") @Nullable String password,
            @JsonProperty("poolSize") int poolSize,
            @JsonProperty("startWait") Duration startWait) {

        @Override
        public String toString() {
            return "Database[url=" + url + ", user=" + user + ", poolSize=" + poolSize + ", startWait=" + startWait
                    + "]";
        }
    }

    public record Temporal(
            @JsonProperty("target") @Nullable String target,
            @JsonProperty("namespace") String namespace,
            @JsonProperty("taskQueue") String taskQueue,
            @JsonProperty("tls") @Nullable Tls tls,
            @JsonProperty("apiKey") @Nullable String apiKey,
            @JsonProperty("apiKeyFile") @Nullable Path apiKeyFile) {

        @Override
        public String toString() {
            return "Temporal[target=" + target + ", namespace=" + namespace + ", taskQueue=" + taskQueue + ", tls="
                    + tls + ", apiKeyFile=" + apiKeyFile + "]";
        }
    }

    /** TLS to Temporal, by files of PEM; {@code enabled} defaults to whether anything that needs TLS is set. */
    public record Tls(
            @JsonProperty("enabled") @Nullable Boolean enabled,
            @JsonProperty("ca") @Nullable Path ca,
            @JsonProperty("certificate") @Nullable Path certificate,
            @JsonProperty("key") @Nullable Path key,
            @JsonProperty("serverName") @Nullable String serverName) {}

    public record Development(
            @JsonProperty("enabled") @Nullable Boolean enabled,
            @JsonProperty("demo") boolean demo) {}

    /**
     * The external workflow of an operation: its type, the task queue of the workers that run it, and how long its
     * activities may act after it has closed.
     */
    public record ExternalWorkflow(
            @JsonProperty("type") String type,
            @JsonProperty("taskQueue") String taskQueue,
            @JsonProperty("actsFor") @Nullable Duration actsFor) {}

    /** A token issuer. */
    public record Issuer(
            @JsonProperty("name") String name,
            @JsonProperty("issuer") String issuer,
            @JsonProperty("jwks") String jwks,
            @JsonProperty("jwksTimeout") @Nullable Duration jwksTimeout,
            @JsonProperty("audiences") List<String> audiences,
            @JsonProperty("scopes") List<String> scopes,
            @JsonProperty("claimMappings") List<ClaimMapping> claimMappings) {

        public Issuer {
            audiences = copyOf(audiences);
            scopes = copyOf(scopes);
            claimMappings = copyOf(claimMappings);
        }
    }

    /** Maps the claims of a token to orgs and roles, in one of the five ways of {@code docs/authentication.md}. */
    public record ClaimMapping(
            @JsonProperty("orgName") @Nullable String orgName,
            @JsonProperty("roles") @Nullable List<String> roles,
            @JsonProperty("rolesAttribute") @Nullable String rolesAttribute,
            @JsonProperty("isServiceAccount") @Nullable Boolean isServiceAccount,
            @JsonProperty("orgAttribute") @Nullable String orgAttribute,
            @JsonProperty("orgDisplayAttribute") @Nullable String orgDisplayAttribute,
            @JsonProperty("orgRolesAttribute") @Nullable String orgRolesAttribute) {}

    /** An org, its Infrastructure Provider, and the provider's sites. */
    public record Organization(
            @JsonProperty("org") String org,
            @JsonProperty("provider") UUID provider,
            @JsonProperty("sites") List<Site> sites) {

        public Organization {
            sites = copyOf(sites);
        }
    }

    /** A site and the Temporal that runs its tasks; what is not set stays as it is in the database; {@link Temporal} holds the defaults. */
    public record Site(
            @JsonProperty("id") UUID id,
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("flowEnabled") @Nullable Boolean flowEnabled,
            @JsonProperty("temporal") @Nullable SiteTemporal temporal) {

        private boolean hasOwnTarget() {
            return temporal != null && temporal.target() != null;
        }
    }

    /** The Temporal of a site; a null takes the default, {@code tls} as a whole. */
    public record SiteTemporal(
            @JsonProperty("target") @Nullable String target,
            @JsonProperty("namespace") @Nullable String namespace,
            @JsonProperty("taskQueue") @Nullable String taskQueue,
            @JsonProperty("tls") @Nullable Tls tls,
            @JsonProperty("apiKey") @Nullable String apiKey,
            @JsonProperty("apiKeyFile") @Nullable Path apiKeyFile) {

        /** The address alone. */
        public SiteTemporal(@Nullable String target, @Nullable String namespace, @Nullable String taskQueue) {
            this(target, namespace, taskQueue, null, null, null);
        }

        @Override
        public String toString() {
            return "SiteTemporal[target=" + target + ", namespace=" + namespace + ", taskQueue=" + taskQueue + ", tls="
                    + tls + ", apiKeyFile=" + apiKeyFile + "]";
        }
    }
}
