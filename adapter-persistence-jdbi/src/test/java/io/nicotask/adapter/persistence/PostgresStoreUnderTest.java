package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.contract.StoreUnderTest;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.Change.LateOutcome;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * The module on a real database, under the role of the server, which owns nothing. The database is emptied for each test,
 * and only the tests move its clock.
 */
final class PostgresStoreUnderTest implements StoreUnderTest {

    private static final Settings DATABASE = ManualDatabaseClock.install(PostgresTestServer.emptyDatabase());
    private static final PersistenceModule MODULE = PersistenceModule.open(ServerRole.in(DATABASE));

    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));

    private static final Ports PORTS =
            MODULE.ports(new ProviderAdminPolicy(MODULE.sites()), RackConflicts.SHARED_COMPONENTS, CLOCK);

    /** The same contents through a storage on a host's connections, whose modes and settings are not those of ours. */
    private static final JdbiStorage ON_HOST = JdbiStorage.on(HostDatabase.pool(ServerRole.in(DATABASE)))
            .migrations(Migrations.VALIDATE_ONLY)
            .limits(DATABASE.limits())
            .build();

    private static final Ports HOST_PORTS =
            ON_HOST.ports(new ProviderAdminPolicy(ON_HOST.sites()), RackConflicts.SHARED_COMPONENTS, CLOCK);

    private static final DataSource DATA_SOURCE =
            ConnectionPool.open(PostgresTestServer.withSearchPath(DATABASE), SchemaMigrator.migrate(DATABASE));
    private static final Jdbi JDBI = jdbi();

    private final Ports ports;
    private final TaskQueries queries;

    private PostgresStoreUnderTest(Ports ports, TaskQueries queries) {
        this.ports = ports;
        this.queries = queries;
    }

    static PostgresStoreUnderTest emptied() {
        empty();
        return new PostgresStoreUnderTest(PORTS, PORTS.tasks());
    }

    static PostgresStoreUnderTest emptiedOnHost() {
        empty();
        return new PostgresStoreUnderTest(HOST_PORTS, HOST_PORTS.tasks());
    }

    /** With slices that examine at most that number of tasks. */
    static PostgresStoreUnderTest emptied(int maxExamined) {
        empty();
        return new PostgresStoreUnderTest(
                PORTS, new JdbiTaskQueries(new JdbiTransactions(JDBI), maxExamined, Stop.ATTENTION_AFTER));
    }

    static void empty() {
        JDBI.useTransaction(handle -> {
            handle.execute("set local session_replication_role = replica"); // evidence cannot be truncated otherwise
            handle.execute("truncate provider, audit, app_user, task_component, task_position, process_lease cascade");
        });
    }

    /** Opens connections to the same database. */
    static DataSource dataSource() {
        return DATA_SOURCE;
    }

    /** Accesses the same database without the module. */
    static Jdbi jdbi() {
        return PostgresTestServer.qualified(Jdbi.create(DATA_SOURCE));
    }

    /** Decides in the transactions that the thread has begun on it, so that a test can leave a decision uncommitted. */
    static TaskStorage storageOn(Jdbi jdbi) {
        return new JdbiTaskStorage(new JdbiTransactions(jdbi), Stop.ATTENTION_AFTER);
    }

    @Override
    public TaskStorage storage() {
        return ports.storage();
    }

    @Override
    public TaskQueries tasks() {
        return queries;
    }

    @Override
    public WorkQueue queue() {
        return ports.queue();
    }

    @Override
    public RackLeases leases() {
        return ports.leases();
    }

    @Override
    public UnfinishedSteps unfinishedSteps() {
        return ports.unfinishedSteps();
    }

    @Override
    public StopQueries stops() {
        return ports.stops();
    }

    @Override
    public WorkflowMonitor monitor() {
        return ports.monitor();
    }

    @Override
    public AuditTrail audit() {
        return ports.audit();
    }

    @Override
    public SiteDirectory sites() {
        return MODULE.sites();
    }

    @Override
    public TaskEvents events() {
        return MODULE.events();
    }

    @Override
    public UserDirectory users() {
        return MODULE.users();
    }

    @Override
    public void put(OrgName org, ProviderId provider) {
        put(provider);
        JDBI.useHandle(handle -> handle.execute("insert into org values (?, ?)", org.value(), provider.value()));
    }

    @Override
    public void put(Site site) {
        put(site.provider());
        JDBI.useHandle(handle -> handle.execute(
                """
                insert into site (id, provider_id, name, flow_enabled, retired_at) values (?, ?, ?, ?, ?)
                on conflict (id) do update
                set provider_id = excluded.provider_id, name = excluded.name, flow_enabled = excluded.flow_enabled,
                    retired_at = excluded.retired_at
                """, site.id().value(), site.provider().value(), site.name(), site.flowEnabled(), site.retiredAt()));
    }

    private void put(ProviderId provider) {
        JDBI.useHandle(
                handle -> handle.execute("insert into provider values (?) on conflict do nothing", provider.value()));
    }

    @Override
    public List<AuditEntry> auditEntries() {
        return JDBI.withHandle(handle -> handle.createQuery("select * from audit order by id")
                .map((row, context) -> auditEntry(row))
                .list());
    }

    private static AuditEntry auditEntry(ResultSet row) throws SQLException {
        UUID site = row.getObject("site_id", UUID.class);
        UUID task = row.getObject("task_id", UUID.class);
        String org = row.getString("org");
        String denial = row.getString("denial");
        AuditedRequest request = new AuditedRequest(
                new Subject(row.getString("subject")),
                org == null ? null : new OrgName(org),
                Action.valueOf(row.getString("action")),
                site == null ? null : new SiteId(site),
                task == null ? null : new TaskId(task),
                new RequestOrigin(row.getString("request_id"), row.getString("source_address")));
        Outcome outcome = denial == null ? new Outcome.Granted() : new Outcome.Denied(DenialReason.valueOf(denial));
        Reason reason =
                Optional.ofNullable(row.getString("reason")).map(Reason::new).orElse(null);
        return new AuditEntry(Columns.instant(row, "at"), request, outcome, reason);
    }

    @Override
    public List<LateOutcome> lateOutcomes() {
        return JDBI.withHandle(handle -> handle.createQuery("select * from late_result order by id")
                .map((row, context) -> new LateOutcome(
                        new TaskId(Columns.uuid(row, "task_id")),
                        new WorkflowRunId(row.getString("run_id")),
                        row.getString("result"),
                        Columns.instant(row, "at")))
                .list());
    }

    @Override
    public void elapse(Duration time) {
        ManualDatabaseClock.advance(JDBI, time);
        CLOCK.tick(time);
    }
}
