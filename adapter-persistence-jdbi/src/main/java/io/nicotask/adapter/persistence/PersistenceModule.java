package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.SiteChanges.EngineAddress;
import io.nicotask.adapter.persistence.SiteChanges.StoredSite;
import io.nicotask.application.Storage;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * A storage in PostgreSQL 15 or later, on a pool of connections of its own, for a server: it verifies each connection, and
 * knows whether a decision could be committed. Thread-safe; replicas may share a database.
 */
public final class PersistenceModule implements Storage, AutoCloseable {

    private final Settings settings;
    private final KnownDatabase database;
    private final DatabaseHealth health;
    private final ConnectionPool pool;
    private final JdbiTransactions transactions;
    private final JdbiStorage storage;

    private PersistenceModule(Settings settings, KnownDatabase database, DatabaseHealth health) {
        this.settings = settings;
        this.database = database;
        this.health = health;
        this.pool = ConnectionPool.open(settings, database);
        health.add(pool);
        Jdbi jdbi = JdbiStorage.configured(Jdbi.create(pool), settings.schemaName());
        this.transactions = new JdbiTransactions(jdbi, health::recordFailedWrite, null);
        this.storage =
                new JdbiStorage(transactions, settings.schemaName(), settings.limits(), settings.attentionAfter());
    }

    /**
     * Migrates the database to the schema of this version, as a role that owns it; see {@code docs/server-role.sql}.
     *
     * @throws StoreUnavailable if the database cannot be reached
     * @throws IllegalStateException as {@link #open}
     */
    public static void migrate(Settings settings) {
        KnownDatabase unused = SchemaMigrator.migrate(settings);
    }

    /**
     * Migrates the database to the schema of this version and opens a pool of connections to it. A role that does not own
     * the tables can open a database that is migrated already.
     *
     * @throws StoreUnavailable if the database cannot be reached, or is starting
     * @throws IllegalStateException if the database does not meet a requirement, such as its version, its encoding, the
     *     rights of the user, or its schema, which other migrations have created; the message is a sentence without a
     *     full stop
     */
    public static PersistenceModule open(Settings settings) {
        KnownDatabase database = SchemaMigrator.migrate(settings);
        DatabaseRequirements.requireConnections(
                database.connectionLimit(), settings.limits().connections());
        PersistenceModule module = new PersistenceModule(settings, database, new DatabaseHealth());
        try {
            DatabaseHealth.write(module.transactions);
            return module;
        } catch (StoreUnavailable refused) {
            module.close();
            throw new IllegalStateException(String.valueOf(refused.getMessage()), refused);
        }
    }

    /**
     * Opens a second pool to the same database, for background work: that work does not wait for a connection of this one,
     * and waits longer for one of its own. The caller closes it.
     *
     * @param connections the maximum number of connections
     * @throws IllegalStateException if the database allows its user fewer connections than both pools need
     */
    public PersistenceModule withSeparatePool(int connections) {
        DatabaseRequirements.requireConnections(
                database.connectionLimit(), settings.limits().connections() + connections);
        return new PersistenceModule(settings.forBackground(connections), database, health);
    }

    @Override
    public Ports ports(AccessPolicy access, RackConflicts conflicts, InstantSource clock) {
        return storage.ports(access, conflicts, clock);
    }

    @Override
    public SiteDirectory sites() {
        return storage.sites();
    }

    @Override
    public TaskEvents events() {
        return storage.events();
    }

    @Override
    public UserDirectory users() {
        return storage.users();
    }

    /** Does as {@link JdbiStorage#upkeep}. */
    @Override
    public List<Runnable> upkeep(int limit) {
        return storage.upkeep(limit);
    }

    /** Does as {@link JdbiStorage#upsertOrganizations}. */
    public SiteChanges upsertOrganizations(List<Organization> organizations) {
        return storage.upsertOrganizations(organizations);
    }

    /**
     * Does the same for one org with one site, and records it in the audit trail.
     *
     * @throws IllegalArgumentException if the org or the site belongs to another provider; then nothing was written
     * @throws StoreUnavailable if the database does not answer
     */
    public SiteChanges addSite(Organization organization, AuditEntry audit) {
        return storage.addSite(organization, audit);
    }

    /** Returns all sites, by provider and name. */
    public List<StoredSite> storedSites() {
        return storage.storedSites();
    }

    /**
     * Returns how far the clock of this process is ahead of the database's, as its last claim of work has shown; negative
     * if it is behind, and zero while they agree to within five seconds.
     */
    public Duration clockAhead() {
        return storage.clockAhead();
    }

    /**
     * Returns whether a decision could be committed now: the database and its sessions are as this module requires, both
     * pools can have their connections, and no write fails. Meant to be called every second or two: the answer is about
     * as old as the interval, and each call takes one transaction that reads, or rarely one that writes. While the
     * database fails, a call may take some seconds.
     */
    public boolean isAlive() {
        return health.isWritable(transactions);
    }

    /** Closes the connections; every later call throws {@link StoreUnavailable}. */
    @Override
    public void close() {
        transactions.close();
        pool.close();
    }

    /**
     * How to connect to the database.
     *
     * @param url the URL for PostgreSQL's JDBC driver: {@code jdbc:postgresql://host:port/database}
     * @param user the user's name
     * @param password the user's password, or empty if the server needs none
     * @param schema the schema of the tables: {@code [a-z_][a-z0-9_]{0,62}}; no other one is read or written
     * @param limits the limits on connections and waits
     * @param attentionAfter how long a stop may stay unconfirmed before it needs attention
     */
    public record Settings(
            String url, String user, String password, String schema, Limits limits, Duration attentionAfter) {

        /** The schema of the tables if none is named. */
        public static final String DEFAULT_SCHEMA = "nico_tasks";

        private static final String SCHEME = "jdbc:postgresql:";

        public Settings {
            if (!url.startsWith(SCHEME)) {
                throw new IllegalArgumentException("The database's URL must begin with " + SCHEME);
            }
            SchemaName unused = new SchemaName(schema);
        }

        /** Uses the {@linkplain #DEFAULT_SCHEMA default schema}. */
        public Settings(String url, String user, String password, Limits limits, Duration attentionAfter) {
            this(url, user, password, DEFAULT_SCHEMA, limits, attentionAfter);
        }

        /** Uses the {@linkplain #DEFAULT_SCHEMA default schema} and {@link Stop#ATTENTION_AFTER}. */
        public Settings(String url, String user, String password, Limits limits) {
            this(url, user, password, limits, Stop.ATTENTION_AFTER);
        }

        /**
         * Many deliveries share few connections, so that they wait in line, as long as for a silent host: a result that is
         * not written is work done twice.
         */
        private Settings forBackground(int connections) {
            Limits background =
                    new Limits(connections, limits.network(), limits.statement(), limits.lock(), limits.network());
            return new Settings(url, user, password, schema, background, attentionAfter);
        }

        SchemaName schemaName() {
            return new SchemaName(schema);
        }

        /** Leaves out the password, also where it is part of the URL. */
        @Override
        public String toString() {
            return "PostgreSQL at " + url.replaceFirst("\\?.*", "") + " as " + user;
        }
    }

    /**
     * The number of connections, and how long each kind of wait may last before it fails.
     *
     * @param connections the maximum number of connections
     * @param connection the wait for a free connection, at least 250 ms
     * @param statement the run time of one statement
     * @param lock the wait for a lock that another transaction holds
     * @param network the wait for a response of the database's host; also the time that a transaction may be idle
     */
    public record Limits(int connections, Duration connection, Duration statement, Duration lock, Duration network) {

        /** Suits a server whose callers are people. */
        public static final Limits DEFAULT = new Limits(
                10, Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(10));
    }

    /**
     * An org with its Infrastructure Provider.
     *
     * @param name the org
     * @param provider its provider
     * @param sites the provider's sites
     */
    public record Organization(OrgName name, ProviderId provider, List<OrganizationSite> sites) {

        public Organization {
            sites = List.copyOf(sites);
        }
    }

    /**
     * A site as it is configured. What is null stays as it is stored.
     *
     * @param id its id
     * @param name its name for people; for a new site, its id if null
     * @param flowEnabled whether NICo Flow is enabled there; for a new site, true if null
     * @param engine the address of its workflow engine; for a new site, none if null
     */
    public record OrganizationSite(
            SiteId id,
            @Nullable String name,
            @Nullable Boolean flowEnabled,
            @Nullable EngineAddress engine) {

        /** A site without a name or an address. */
        public OrganizationSite(SiteId id, boolean flowEnabled) {
            this(id, null, flowEnabled, null);
        }
    }
}
