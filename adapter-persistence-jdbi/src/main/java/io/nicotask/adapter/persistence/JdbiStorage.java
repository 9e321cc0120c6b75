package io.nicotask.adapter.persistence;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.adapter.persistence.SiteChanges.StoredSite;
import io.nicotask.application.Storage;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.stop.Stop;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * A storage in one schema of a PostgreSQL database, on connections that another part owns: a service that embeds the
 * library, or {@link PersistenceModule}, which has a pool of its own. Every statement names the schema. Thread-safe;
 * any number of processes may use the same schema.
 *
 * <p>On the connections of a host every transaction is READ COMMITTED, and sets its limits for itself ({@code set local}):
 * no {@code search_path}, time zone or other setting of a session matters, and none is changed. Modes such as autocommit
 * are restored when a connection is returned. A connection on which the host has written in a transaction, such as that
 * of a transaction-aware {@link DataSource}, is refused by {@link IllegalStateException}; a transaction in which it has
 * only read is ended.
 */
public final class JdbiStorage implements Storage {

    /** Makes a slice take about as long as a page. */
    private static final int MAX_EXAMINED = 2_000;

    private final JdbiTransactions transactions;
    private final SchemaName schema;
    private final Limits limits;
    private final Duration attentionAfter;
    private final ListCounter listCounter;
    private final TaskEvents events;
    private final ClockComparison clocks = new ClockComparison();

    /** Creates a storage; {@link #on(DataSource)} is for hosts. */
    JdbiStorage(JdbiTransactions transactions, SchemaName schema, Limits limits, Duration attentionAfter) {
        this.transactions = transactions;
        this.schema = schema;
        this.limits = limits;
        this.attentionAfter = attentionAfter;
        this.events = new JdbiTaskEvents(transactions);
        this.listCounter = new ListCounter(transactions, new ListBlocks(1_000, 50));
    }

    /** Builds a storage on connections of a pool, or another source, which the host keeps and closes. */
    public static Builder on(DataSource connections) {
        return new Builder(HostConnections.of(connections));
    }

    /**
     * Builds a storage on the connections of a host's Jdbi. Its configuration is neither used nor changed, and its handles
     * are not joined.
     */
    public static Builder on(Jdbi connections) {
        return new Builder(HostConnections.of(connections));
    }

    /** Lets the statements of a storage run on a Jdbi. */
    static Jdbi configured(Jdbi jdbi, SchemaName schema) {
        jdbi.registerArrayType(UUID.class, "uuid");
        jdbi.registerArrayType(String.class, "text");
        return schema.qualifyAll(jdbi);
    }

    @Override
    public Ports ports(AccessPolicy access, RackConflicts conflicts, InstantSource clock) {
        return new Ports(
                new JdbiTaskStorage(transactions, attentionAfter),
                new JdbiTaskQueries(transactions, MAX_EXAMINED, attentionAfter),
                new JdbiStopQueries(transactions, attentionAfter),
                new JdbiWorkQueue(transactions, clock, clocks),
                new JdbiWorkflowMonitor(transactions),
                new JdbiRackLeases(transactions),
                new JdbiUnfinishedSteps(transactions),
                audit(),
                access,
                conflicts,
                clock);
    }

    AuditTrail audit() {
        return new JdbiAuditTrail(transactions);
    }

    /**
     * Joins a transaction of a host, for submits and cancels: what they write is committed with the host's own writes, or
     * rolled back with them. The host keeps the connection, and commits or rolls back; this storage does neither. The
     * returned storage may be used until then, and by one thread at a time.
     *
     * <pre>{@code
     * Provisional<SubmitTask.Result> result = tasks.within(storage.within(connection)).submit(command);
     * connection.commit();
     * tasks.wake();
     * }</pre>
     *
     * <p>A transaction-aware {@link DataSource}, such as Spring's {@code TransactionAwareDataSourceProxy}, has such a
     * connection for the transaction of the thread.
     *
     * <ul>
     *   <li>The transaction must be READ COMMITTED and not read only, and the connection must not commit by itself:
     *       otherwise each call throws {@link IllegalStateException}, and writes nothing.
     *   <li>A call that throws has written nothing, and the transaction can go on; a lost race is repeated, as ever. The
     *       call's limits end with it, except that the commit will be durable ({@code synchronous_commit}).
     *   <li>Nothing is delivered before the commit: the work is written as due at once and claimed by no process. It is
     *       claimed within two seconds of the commit, or at once by a process that is woken.
     *   <li>A denied request is audited at once, by a connection of this storage, so that the entry outlasts a rollback.
     *       All else is read and written by the connection of the host.
     *   <li>The ports that background services and workers need (queue, monitor, leases, unfinished steps) throw
     *       {@link IllegalStateException}.
     * </ul>
     *
     * <p>What it costs: until the host ends the transaction, the rack of the task and its idempotency key stay locked, and
     * after a cancel the task. Other submits, cancels and workers of that rack wait, and fail with {@link StoreUnavailable}
     * when they have waited for as long as their limit; lists are counted later. So the transaction should end soon, and
     * make no remote call meanwhile. Two transactions that each decide on several racks should do so in the same order.
     */
    public Storage within(Connection connection) {
        Jdbi joined = configured(Jdbi.create(connection), schema);
        joined.setTransactionHandler(new SavepointTransactions(limits));
        return new JoinedStorage(this, new JdbiTransactions(joined, () -> {}, ""), MAX_EXAMINED, attentionAfter);
    }

    @Override
    public SiteDirectory sites() {
        return new JdbiSiteDirectory(transactions);
    }

    @Override
    public TaskEvents events() {
        return events;
    }

    @Override
    public UserDirectory users() {
        return new JdbiUserDirectory(transactions);
    }

    /**
     * Updates the stored counts of task lists, which keep lists fast: without them lists are correct, but get slower
     * with every task.
     *
     * @throws StoreUnavailable if the database does not answer
     */
    @Override
    public List<Runnable> upkeep(int limit) {
        return listCounter.step() ? List.of(() -> listCounter.step()) : List.of();
    }

    /**
     * Adds and updates orgs, providers and sites. What is not in the list stays as it is, and a retired site stays
     * retired. Processes may call this at the same time: of a site's attributes, the last call wins.
     *
     * @return all sites, before and after
     * @throws IllegalArgumentException if an org or a site belongs to another provider; then nothing was written
     * @throws StoreUnavailable if the database does not answer
     */
    public SiteChanges upsertOrganizations(List<Organization> organizations) {
        return transactions.write(handle -> OrganizationSync.upsert(handle, organizations));
    }

    /** Does the same for one org with one site, and records it in the audit trail. */
    SiteChanges addSite(Organization organization, AuditEntry audit) {
        return transactions.write(handle -> {
            CombinedStatement statement = new CombinedStatement();
            JdbiAuditTrail.record(statement, audit);
            statement.execute(handle);
            return OrganizationSync.upsert(handle, List.of(organization));
        });
    }

    List<StoredSite> storedSites() {
        return transactions.read(SiteRow::readAll);
    }

    Duration clockAhead() {
        return clocks.ahead();
    }

    /** Sets a storage up; each method but the last changes one setting and returns this builder. Not thread-safe. */
    @CheckReturnValue
    public static final class Builder {

        private final HostConnections connections;
        private SchemaName schema = new SchemaName(Settings.DEFAULT_SCHEMA);
        private Migrations migrations = Migrations.OWN_HISTORY;
        private Limits limits = Limits.DEFAULT;
        private Duration attentionAfter = Stop.ATTENTION_AFTER;

        private Builder(HostConnections connections) {
            this.connections = connections;
        }

        /**
         * Names the schema of all tables; without it, {@value PersistenceModule.Settings#DEFAULT_SCHEMA}.
         *
         * @throws IllegalArgumentException if the name does not match {@code [a-z_][a-z0-9_]{0,62}}
         */
        public Builder schema(String name) {
            schema = new SchemaName(name);
            return this;
        }

        /** Sets who migrates the schema; without it, {@link Migrations#OWN_HISTORY}. */
        public Builder migrations(Migrations mode) {
            migrations = mode;
            return this;
        }

        /**
         * Sets how long a statement may run and wait for a lock, and, by {@code network}, how long its transaction may be
         * idle; without it, as in {@link Limits#DEFAULT}. Connections and the wait for one are up to the host.
         */
        public Builder limits(Limits most) {
            limits = most;
            return this;
        }

        /** Sets how long a stop may stay unconfirmed before it needs attention; without it, {@link Stop#ATTENTION_AFTER}. */
        public Builder attentionAfter(Duration age) {
            attentionAfter = age;
            return this;
        }

        /**
         * Migrates or checks the schema, and returns the storage.
         *
         * @throws StoreUnavailable if the database cannot be reached, or is starting
         * @throws IllegalStateException if the database does not meet a requirement, such as its version, the rights of the
         *     user, or its schema; the message is a sentence without a full stop
         */
        public JdbiStorage build() {
            SchemaMigrator.apply(migrations, DataSources.of(connections, "the connections of the host"), schema);
            Jdbi jdbi = configured(Jdbi.create(connections), schema);
            return new JdbiStorage(
                    new JdbiTransactions(jdbi, () -> {}, SessionLimits.ofTransaction(limits)),
                    schema,
                    limits,
                    attentionAfter);
        }
    }
}
