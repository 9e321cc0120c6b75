package io.nicotask.bootstrap.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a server, as the configuration file spells them. {@link Scalar} says what the single values mean.
 *
 * @param http where the server listens
 * @param data where the embedded parts keep their data
 * @param database the external database, if any
 * @param temporal the external Temporal server, if any, and the defaults of the sites
 * @param clockSkew see {@link Scalar#CLOCK_SKEW}
 * @param stopAttentionAfter see {@link Scalar#STOP_ATTENTION_AFTER}
 * @param development the parts for development
 * @param readyFile see {@link Scalar#READY_FILE}
 * @param issuers who may issue tokens; none means the development issuer alone
 * @param workflows the workflows that others bring, by the code of the operation
 * @param organizations which org has which provider and sites; none means the demo org alone
 */
public record Settings(
        Http http,
        Data data,
        Database database,
        Temporal temporal,
        Duration clockSkew,
        Duration stopAttentionAfter,
        Development development,
        @Nullable Path readyFile,
        List<Issuer> issuers,
        Map<String, OwnWorkflow> workflows,
        List<Organization> organizations) {

    public Settings {
        issuers = copyOf(issuers);
        workflows = workflows == null ? Map.of() : Map.copyOf(workflows);
        organizations = copyOf(organizations);
    }

    /** Whether the database is the embedded one. */
    public boolean embedsDatabase() {
        return database.url() == null;
    }

    /** Whether any site's Temporal is the embedded one. */
    public boolean embedsTemporal() {
        return temporal.target() == null && (organizations.isEmpty() || sites().anyMatch(site -> !site.hasOwnTarget()));
    }

    /** Whether the Temporal of every site is the embedded one. */
    public boolean embedsEveryTemporal() {
        return temporal.target() == null && sites().noneMatch(Site::hasOwnTarget);
    }

    private Stream<Site> sites() {
        return organizations.stream().flatMap(organization -> organization.sites().stream());
    }

    private static <T> List<T> copyOf(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    public record Http(String host, int port, String apiName) {}

    public record Data(Path dir, boolean ephemeral) {}

    public record Database(
            @Nullable String url,
            @Nullable String user,
            @Nullable String password,
            int poolSize) {

        @Override
        public String toString() {
            return "Database[url=" + url + ", user=" + user + ", poolSize=" + poolSize + "]";
        }
    }

    public record Temporal(@Nullable String target, String namespace, String taskQueue) {}

    public record Development(@Nullable Boolean enabled, boolean demo) {}

    /** The workflow of an operation that somebody else's workers run. */
    public record OwnWorkflow(String type, String taskQueue) {}

    /** An issuer of tokens. */
    public record Issuer(
            String name,
            String issuer,
            String jwks,
            @Nullable Duration jwksTimeout,
            List<String> audiences,
            List<String> scopes,
            List<ClaimMapping> claimMappings) {

        public Issuer {
            audiences = copyOf(audiences);
            scopes = copyOf(scopes);
            claimMappings = copyOf(claimMappings);
        }
    }

    /** How the claims of a token become orgs and roles: by one of the five kinds in {@code docs/authentication.md}. */
    public record ClaimMapping(
            @Nullable String orgName,
            @Nullable List<String> roles,
            @Nullable String rolesAttribute,
            @Nullable Boolean isServiceAccount,
            @Nullable String orgAttribute,
            @Nullable String orgDisplayAttribute,
            @Nullable String orgRolesAttribute) {}

    /** An org, its Infrastructure Provider, and the provider's sites. */
    public record Organization(String org, UUID provider, List<Site> sites) {

        public Organization {
            sites = copyOf(sites);
        }
    }

    /** A site, and the Temporal that runs its tasks; what it leaves open is taken from {@link Temporal}. */
    public record Site(
            UUID id,
            @Nullable Boolean flowEnabled,
            @Nullable SiteTemporal temporal) {

        private boolean hasOwnTarget() {
            return temporal != null && temporal.target() != null;
        }
    }

    /** The Temporal of a site. */
    public record SiteTemporal(
            @Nullable String target,
            @Nullable String namespace,
            @Nullable String taskQueue) {}
}
