package io.nicotask.bootstrap.benchmark;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * Bulk-loads tasks of many sites as servers would have left them. Each site has as many tasks of a group as the others,
 * and the ids of sites and tasks are numbered.
 */
enum SiteTasks {
    /** Each on a rack of its own, in the middle of a step that a worker carries out. */
    RUNNING(0, "Running"),
    /** Behind the running ones, four at each rack. */
    WAITING(1, "Waiting"),
    /** Each on a rack of its own, with a workflow that no worker has begun. */
    PENDING(2, "Pending"),
    /** Cancelled within the last hour, each on a rack of its own; their stops are due, and the alerts of the newest. */
    TERMINATED(3, "Terminated");

    static final int WAITING_PER_RACK = 4;

    private static final int SITE = 16;
    private static final int RACK = 32;

    private static final String LOAD = """
            create temp table loaded on commit drop as
            select {id} as id, {site} as site_id, {rack} as rack_id,
                   clock_timestamp() - interval '1 hour' * random() as at
            from generate_series(0, {count} - 1) n;

            insert into task (id, site_id, rack_id, operation, description, status, message, report, deadline_at, run_id,
                              started_at, finished_at, ended_by, created_at, updated_at, version)
            select id, site_id, rack_id, 'bring_up', 'Loaded', '{status}', '{status}',
                   case when '{status}' = 'Running' then cast('{report}' as jsonb) end,
                   case when '{status}' = 'Waiting' then at + interval '1 day' end,
                   case when '{status}' = 'Running' then 'loaded' end, case when '{status}' = 'Running' then at end,
                   case when '{status}' = 'Terminated' then at end, case when '{status}' = 'Terminated' then 'user:ada' end,
                   at, at, cardinality({statuses})
            from loaded;

            insert into task_history (task_id, version, from_status, to_status, at, actor, request_id)
            select id, v, ({statuses})[v - 1], ({statuses})[v], at, 'user:ada', 'loaded'
            from loaded cross join generate_series(1, cardinality({statuses})) v;

            insert into rack (site_id, rack_id, fencing_token)
            select site_id, rack_id, 2 from loaded on conflict do nothing;

            insert into rack_reservation (task_id, site_id, rack_id, fencing_token, granted_at)
            select id, site_id, rack_id, 2, at from loaded where '{status}' <> 'Waiting';

            insert into workflow (task_id, namespace, checked_at)
            select id, '{namespace}', clock_timestamp() from loaded where '{status}' <> 'Waiting';

            insert into unfinished_step (task_id, stage, component_type, site_id, interrupt_policy, fencing_token,
                                         begun_at, deadline_at, known_at)
            select id, 2, 'Compute', site_id, 'INTERRUPTIBLE', 2, at, at + interval '1 day', at
            from loaded where '{status}' = 'Running';

            insert into task_stop (task_id, site_id, decided_at)
            select id, site_id, at from loaded where '{status}' = 'Terminated';
            """;

    private static final String WORK = """
            insert into work (kind, site_id, key, lane, due_at, claim_number, written_at)
            select 'CHECK_WORKFLOW', site_id, id, 'CHECK', null, 100, created_at from task where status in ('Running', 'Pending')
            union all
            select distinct on (site_id, rack_id) 'SCHEDULE_RACK', site_id, rack_id, 'UPKEEP',
                   clock_timestamp() + interval '1 hour' * random(), 0, created_at
            from task where status = 'Waiting'
            on conflict do nothing
            """;

    private static final String STOPS = """
            insert into work (kind, site_id, key, lane, due_at, claim_number, written_at)
            select 'STOP_WORKFLOW', site_id, task_id, 'DELIVERY', clock_timestamp() - interval '5 minutes' * random(), 9,
                   decided_at
            from task_stop where unconfirmed
            union all
            select 'ALERT_STOP', site_id, task_id, 'UPKEEP', clock_timestamp() + interval '1 minute' * random(), 0, decided_at
            from task_stop where unconfirmed and random() < 1.0 / 60
            on conflict do nothing
            """;

    /** The process of a site has the site's id. */
    private static final String LEASES = """
            insert into process_lease (process_id, until)
            select id, clock_timestamp() + interval '1 minute' from site;

            insert into rack_lease (task_id, work, process_id)
            select id, 'stage 2', site_id from task where status = 'Running';

            insert into work (kind, site_id, key, lane, due_at, written_at)
            select 'CHECK_PROCESS', id, id, 'UPKEEP', clock_timestamp() + interval '1 minute', clock_timestamp() from site;
            """;

    private final int group;
    private final String status;

    /** @param group what its ids begin with */
    SiteTasks(int group, String status) {
        this.group = group;
        this.status = status;
    }

    static SiteId site(int number) {
        return new SiteId(new UUID((long) SITE << 32, number));
    }

    /** Returns the tasks of this group at a site. */
    List<TaskId> at(int site, int perSite) {
        return LongStream.range((long) site * perSite, (site + 1L) * perSite)
                .mapToObj(number -> new TaskId(new UUID((long) group << 32, number)))
                .toList();
    }

    /** Loads the group into the first sites. */
    void load(Settings database, int sites, int perSite) throws SQLException {
        int rackGroup = RACK + (this == WAITING ? RUNNING : this).group;
        String number = this == WAITING ? "n / " + WAITING_PER_RACK : "n";
        BulkTasks.execute(
                database,
                "begin",
                "set local session_replication_role = replica",
                LOAD.replace("{id}", uuid(group, "n"))
                        .replace("{site}", uuid(SITE, "n / " + perSite))
                        .replace("{rack}", uuid(rackGroup, number))
                        .replace("{count}", "" + (long) sites * perSite)
                        .replace("{statuses}", statuses())
                        .replace("{status}", status)
                        .replace("{namespace}", ScriptedEngines.NAMESPACE)
                        .replace("{report}", BulkTasks.REPORT),
                "commit");
    }

    /** Completes the load: counts the tasks of lists, and makes the loaded work due. */
    static void complete(Settings database) throws SQLException {
        BulkTasks.execute(database, "select recount_lists()", STOPS, WORK, "vacuum analyze", "checkpoint");
    }

    /** Gives each site a worker process, and each running task a lease of it. */
    static void grantLeases(Settings database) throws SQLException {
        BulkTasks.execute(database, LEASES);
    }

    static ProcessId process(SiteId site) {
        return new ProcessId(site.value());
    }

    private String statuses() {
        return switch (this) {
            case RUNNING -> "array['Pending', 'Running']";
            case WAITING -> "array['Waiting']";
            case PENDING -> "array['Pending']";
            case TERMINATED -> "array['Pending', 'Terminated']";
        };
    }

    /** Returns the expression for {@code new UUID(group << 32, number)}. */
    private static String uuid(int group, String number) {
        return "cast('%08x-0000-0000-0000-' || lpad(to_hex(%s), 12, '0') as uuid)".formatted(group, number);
    }
}
