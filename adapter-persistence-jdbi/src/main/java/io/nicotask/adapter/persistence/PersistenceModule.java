package io.nicotask.adapter.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackReservations;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.StopStatus;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Everything that is kept, in a PostgreSQL of version 15 or later. Safe for many threads and many replicas. */
public final class PersistenceModule implements AutoCloseable {

    /** What takes no longer than a page, about. */
    private static final int MAX_EXAMINED = 2_000;

    private final Settings settings;
    private final HikariDataSource pool;
    private final JdbiTransactions transactions;
    private final ListCounter listCounter;
    private final Duration attentionAfter;

    private PersistenceModule(Settings settings) {
        this.settings = settings;
        this.attentionAfter = settings.attentionAfter();
        this.pool = ConnectionPool.open(settings);
        Jdbi jdbi = Jdbi.create(pool);
        jdbi.registerArrayType(UUID.class, "uuid");
        jdbi.registerArrayType(String.class, "text");
        this.transactions = new JdbiTransactions(jdbi);
        this.listCounter = new ListCounter(transactions, new ListBlocks(1_000, 50));
    }

    /**
     * Brings the database's schema up to date and opens a pool of connections to it.
     *
     * @throws StoreUnavailable when the database cannot be reached
     * @throws IllegalStateException when it is too old, or cannot keep every text
     */
    public static PersistenceModule open(Settings settings) {
        SchemaMigrator.migrate(settings);
        return new PersistenceModule(settings);
    }

    /**
     * The same database by connections of its own, for work that must not wait for what is done by the others. It is
     * closed by itself.
     *
     * @param connections the most connections at once
     */
    public PersistenceModule withSeparatePool(int connections) {
        return new PersistenceModule(settings.withConnections(connections));
    }

    public TaskStore tasks() {
        return new JdbiTaskStore(transactions);
    }

    public TaskQueries taskQueries() {
        return new JdbiTaskQueries(transactions, MAX_EXAMINED);
    }

    public RackReservations rackReservations() {
        return new JdbiRackReservations(transactions);
    }

    public RackLeases rackLeases() {
        return new JdbiRackLeases(transactions);
    }

    public IdempotencyKeys idempotencyKeys() {
        return new JdbiIdempotencyKeys(transactions);
    }

    public WorkflowOutbox workflowOutbox() {
        return new JdbiWorkflowOutbox(transactions, attentionAfter);
    }

    public StopQueries stopQueries() {
        return new JdbiStopQueries(transactions, attentionAfter);
    }

    public WorkflowMonitor workflowMonitor() {
        return new JdbiWorkflowMonitor(transactions);
    }

    public AuditTrail auditTrail() {
        return new JdbiAuditTrail(transactions);
    }

    public SiteDirectory sites() {
        return new JdbiSiteDirectory(transactions);
    }

    public UserDirectory users() {
        return new JdbiUserDirectory(transactions);
    }

    public Transactions transactions() {
        return transactions;
    }

    /**
     * Makes these the orgs, providers and sites that there are. An org that is not among them loses its provider; a site
     * that is not among them stays, out of service. Replicas may do so at once: the last one's word stands.
     *
     * @throws StoreUnavailable when the database cannot be asked
     */
    public void upsertOrganizations(List<Organization> organizations) {
        transactions.write(handle -> {
            OrganizationSync.upsert(handle, organizations);
            return organizations.size();
        });
    }

    /**
     * Counts beforehand what lists need, so that they stay fast; without it they are right, and become slower with every
     * task. To be asked again and again, by as many processes as there are, one at a time in each:
     * {@code PollingLoop.start("tally", 1, module::tally)}. Takes a fraction of a second.
     *
     * @param limit has no meaning here
     * @return what is left to do at once, or nothing
     * @throws StoreUnavailable when the database cannot be asked
     */
    public List<Runnable> updateListCounts(int limit) {
        return listCounter.step() ? List.of(() -> listCounter.step()) : List.of();
    }

    /** Whether the database answers now, within the limits. */
    public boolean isAlive() {
        try {
            return transactions.read(handle ->
                    handle.createQuery("select true").mapTo(Boolean.class).one());
        } catch (StoreUnavailable away) {
            return false;
        }
    }

    /** Closes the connections; whoever uses one meets {@link StoreUnavailable}. */
    @Override
    public void close() {
        pool.close();
    }

    /**
     * Where the database is.
     *
     * @param url as PostgreSQL's JDBC driver takes it: {@code jdbc:postgresql://host:port/database}
     * @param user the user's name
     * @param password the user's password, empty when none is asked for
     * @param limits how much is asked of it
     * @param attentionAfter how long an unconfirmed stop may take before it needs attention
     */
    public record Settings(String url, String user, String password, Limits limits, Duration attentionAfter) {

        private static final String SCHEME = "jdbc:postgresql:";

        public Settings {
            if (!url.startsWith(SCHEME)) {
                throw new IllegalArgumentException("The database's URL must begin with " + SCHEME);
            }
        }

        /** With the usual {@link StopStatus#ATTENTION_AFTER}. */
        public Settings(String url, String user, String password, Limits limits) {
            this(url, user, password, limits, StopStatus.ATTENTION_AFTER);
        }

        private Settings withConnections(int connections) {
            Limits fewer =
                    new Limits(connections, limits.connection(), limits.statement(), limits.lock(), limits.network());
            return new Settings(url, user, password, fewer, attentionAfter);
        }

        /** Without the password, also where it is a part of the URL. */
        @Override
        public String toString() {
            return "PostgreSQL at " + url.replaceFirst("\\?.*", "") + " as " + user;
        }
    }

    /**
     * How many connections there are, and how long to wait for each thing before it counts as failed.
     *
     * @param connections the most connections at once
     * @param connection the wait for a free connection, at least 250 ms
     * @param statement the run of one statement
     * @param lock the wait for a lock that another transaction holds
     * @param network the silence of the database's host; also how long a transaction may do nothing
     */
    public record Limits(int connections, Duration connection, Duration statement, Duration lock, Duration network) {

        /** Good for a server that is asked by people. */
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
     * A site that is in service.
     *
     * @param id its id
     * @param flowEnabled whether NICo Flow is enabled there
     */
    public record OrganizationSite(SiteId id, boolean flowEnabled) {}
}
