package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.contract.StoreUnderTest;
import io.nicotask.application.port.Attention;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.LateWord;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.Racks;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.StopListing;
import io.nicotask.application.port.SubmitKeys;
import io.nicotask.application.port.TaskListing;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.ProviderId;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Reason;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** The module over a real database, which is emptied for each test. */
final class PostgresStoreUnderTest implements StoreUnderTest {

    private static final Settings DATABASE = Postgres.emptyDatabase();
    private static final PersistenceModule MODULE = PersistenceModule.open(DATABASE);

    private static final DataSource BESIDE = Pool.open(DATABASE);
    private static final Jdbi JDBI = jdbi();

    private final TaskListing listing;

    private PostgresStoreUnderTest(TaskListing listing) {
        this.listing = listing;
    }

    static PostgresStoreUnderTest emptied() {
        empty();
        return new PostgresStoreUnderTest(MODULE.listing());
    }

    /** With walks that look at so few tasks for a stretch. */
    static PostgresStoreUnderTest emptied(int looks) {
        empty();
        return new PostgresStoreUnderTest(new JdbiTaskListing((JdbiTransactions) MODULE.transactions(), looks));
    }

    static void empty() {
        JDBI.useHandle(
                handle -> handle.execute("truncate provider, audit, app_user, task_component, task_position cascade"));
    }

    /** A way into the same database beside the module's own. */
    static Jdbi jdbi() {
        return Jdbi.create(BESIDE);
    }

    @Override
    public TaskStore tasks() {
        return MODULE.tasks();
    }

    @Override
    public TaskListing listing() {
        return listing;
    }

    @Override
    public Racks racks() {
        return MODULE.racks();
    }

    @Override
    public RackLeases leases() {
        return MODULE.leases();
    }

    @Override
    public SubmitKeys submitKeys() {
        return MODULE.submitKeys();
    }

    @Override
    public WorkflowOutbox outbox() {
        return MODULE.outbox();
    }

    @Override
    public StopListing stops() {
        return MODULE.stops();
    }

    @Override
    public WorkflowWatch watch() {
        return MODULE.watch();
    }

    @Override
    public AuditTrail audit() {
        return MODULE.audit();
    }

    @Override
    public SiteDirectory sites() {
        return MODULE.sites();
    }

    @Override
    public UserDirectory users() {
        return MODULE.users();
    }

    @Override
    public Transactions transactions() {
        return MODULE.transactions();
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
                "insert into site values (?, ?, ?, ?)",
                site.id().value(),
                site.provider().value(),
                site.flowEnabled(),
                site.inService()));
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
        String denial = row.getString("denial");
        Wish wish = new Wish(
                new Subject(row.getString("subject")),
                new OrgName(row.getString("org")),
                Action.valueOf(row.getString("action")),
                site == null ? null : new SiteId(site),
                task == null ? null : new TaskId(task),
                new RequestOrigin(row.getString("request_id"), row.getString("source_address")));
        Outcome outcome = denial == null ? new Outcome.Granted() : new Outcome.Denied(DenialReason.valueOf(denial));
        Reason reason =
                Optional.ofNullable(row.getString("reason")).map(Reason::new).orElse(null);
        return new AuditEntry(Columns.instant(row, "at"), wish, outcome, reason);
    }

    @Override
    public List<LateWord> lateWords() {
        return JDBI.withHandle(handle -> handle.createQuery("select * from late_word order by id")
                .map((row, context) -> new LateWord(
                        new TaskId(Columns.uuid(row, "task_id")),
                        new RunId(row.getString("run_id")),
                        row.getString("told"),
                        Columns.instant(row, "at")))
                .list());
    }

    @Override
    public List<Attention> attentions() {
        return JDBI.withHandle(handle -> handle.createQuery("select * from component_attention order by id")
                .map((row, context) -> new Attention(
                        new TaskId(Columns.uuid(row, "task_id")),
                        ComponentType.ofLabel(row.getString("component_type")).orElseThrow(),
                        new ComponentId(Columns.uuid(row, "component_id")),
                        row.getString("why"),
                        Columns.instant(row, "at")))
                .list());
    }

    /** All that is dated by the database moves into the past. */
    @Override
    public void elapse(Duration time) {
        moveBack(time, "workflow_request", "requested_at", "due_at", "lease_until", "done_at", "resolved_at");
        moveBack(time, "workflow_watch", "due_at", "lease_until", "seen_at", "missed_at");
        moveBack(time, "rack", "look_at");
        moveBack(time, "rack_grant", "granted_at", "released_at");
        moveBack(time, "rack_lease", "until");
    }

    private static void moveBack(Duration time, String table, String... columns) {
        String assignments = Stream.of(columns)
                .map(column -> column + " = " + column + " - make_interval(secs => :secs)")
                .collect(Collectors.joining(", "));
        JDBI.useHandle(handle -> handle.createUpdate("update " + table + " set " + assignments)
                .bind("secs", Columns.seconds(time))
                .execute());
    }
}
