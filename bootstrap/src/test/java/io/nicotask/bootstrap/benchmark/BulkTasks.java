package io.nicotask.bootstrap.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.bootstrap.DatabaseRows;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.RackId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Bulk-loads the tasks of one site, as a server would have left them, into a database of their own. They are a second
 * apart, and one in a hundred is still open. Each has a report and a history. One in a hundred is on one rack, the
 * others are on many. One in ten names four components; one in ten of these names the same tray. There is no work,
 * because lists do not read it.
 */
final class BulkTasks {

    static final ProviderId PROVIDER = new ProviderId(new UUID(1, 1));
    static final RackId RACK = new RackId(new UUID(2, 1));
    static final ComponentId TRAY = new ComponentId(new UUID(3, 1));

    static final String REPORT = """
            {"version": 1, "stages": [
             {"number": 1, "progress": {"status": "COMPLETED", "startedAt": "2026-09-10T08:00:00Z", \
            "finishedAt": "2026-09-10T08:00:41Z"}, "steps": [{"type": "PowerShelf", "progress": {"status": "COMPLETED", \
            "startedAt": "2026-09-10T08:00:00Z", "finishedAt": "2026-09-10T08:00:41Z"}, "total": 8, "succeeded": 8, \
            "failed": 0}]},
             {"number": 2, "progress": {"status": "RUNNING", "startedAt": "2026-09-10T08:00:41Z"}, "steps": [{"type": \
            "Compute", "progress": {"status": "RUNNING", "startedAt": "2026-09-10T08:00:41Z"}, "total": 18, \
            "succeeded": 11, "failed": 0}]}]}""";

    private static final String TASKS = """
            insert into task (id, site_id, rack_id, operation, components, description, status, message, run_id,
                              started_at, finished_at, ended_by, error, report, created_at, updated_at, version)
            select gen_random_uuid(), (select id from site),
                   case when n % 100 = 0 then '{rack}' else lpad(to_hex(16 + n * 7919 % ({count} / 500 + 1)), 32, '0') end::uuid,
                   (array['power_on', 'power_off', 'upgrade', 'bring_up'])[1 + n % 4],
                   case when n % 10 = 3 then jsonb_build_object('Compute', (
                       select jsonb_agg(lpad(to_hex(16 + (n * 31 + i) % ({count} / 100 + 1)), 32, '0')::uuid)
                           || case when n % 100 = 3 then jsonb_build_array('{tray}') else '[]' end
                       from generate_series(1, 3) i)) end,
                   'Task ' || n, status, status, 'run-' || n, at, case when open then null else at + interval '8 minutes' end,
                   case when status = 'Terminated' then 'user:ada' end, case when status = 'Failed' then 'no answer' end,
                   '{report}', at, at + interval '8 minutes', case when open then 2 else 3 end
            from (select n, n % 101 = 7 as open, now() - interval '1 s' * ({count} - n + 600) as at,
                         case when n % 101 = 7 then 'Running' when n / 7 % 50 = 1 then 'Failed'
                              when n / 7 % 50 = 2 then 'Terminated' else 'Succeeded' end as status
                  from generate_series(1::bigint, {count}) n) task
            """;

    private static final String HISTORY = """
            insert into task_history (task_id, version, from_status, to_status, at, actor, request_id)
            select id, v, case v when 2 then 'Pending' when 3 then 'Running' end,
                   case v when 1 then 'Pending' when 2 then 'Running' else status end, updated_at, 'user:ada', 'request-' || id
            from task cross join generate_series(1, version) v
            """;

    /** Constraints that slow down loading, with the statements that drop and restore them. */
    private static final String CONSTRAINTS = """
            select format('alter table %1$s drop constraint %2$I', conrelid::regclass, conname),
                   format('alter table %1$s add constraint %2$I %3$s', conrelid::regclass, conname,
                          pg_get_constraintdef(oid) || case contype when 'f' then ' not valid' else '' end)
            from (select *, contype = 'f' as refers from pg_constraint) c
            where contype = 'f' and 'task'::regclass in (conrelid, confrelid)
               or contype in ('f', 'p') and conrelid in
                   ('task'::regclass, 'task_history'::regclass, 'task_position'::regclass, 'task_component'::regclass)
            order by refers desc, oid
            """;

    private static final String INDEXES = """
            select 'drop index ' || indexrelid::regclass, pg_get_indexdef(indexrelid) from pg_index
            where indrelid in ('task'::regclass, 'task_history'::regclass, 'task_position'::regclass) and not indisprimary order by indexrelid
            """;

    private BulkTasks() {}

    /** Returns one of the racks; there is one rack for 500 tasks. */
    static RackId rack(int number) {
        return new RackId(new UUID(0, 16 + number));
    }

    /** Creates a database of that name with {@code count} tasks, and prints how long it took. */
    static void create(BenchmarkDatabase server, String name, long count) throws SQLException {
        long begun = System.nanoTime();
        server.execute("create database " + name);
        Settings settings = server.settings(name);
        try (PersistenceModule module = PersistenceModule.open(settings)) {
            module.upsertOrganizations(List.of(
                    new Organization(DemoOrg.NAME, PROVIDER, List.of(new OrganizationSite(DemoOrg.SITE, true)))));
            load(settings, count);
            printElapsed("tasks and indexes", begun);
            while (!module.upkeep(1).isEmpty()) {
                assertThat(module.isAlive()).isTrue();
            }
        }
        execute(settings, "vacuum analyze", "checkpoint");
        printElapsed("all", begun);
    }

    private static void load(Settings settings, long count) throws SQLException {
        List<String[]> constraints = ask(settings, CONSTRAINTS);
        List<String[]> indexes = ask(settings, INDEXES);
        List<String> statements = new ArrayList<>(List.of(
                "set session_replication_role = replica",
                "set synchronous_commit = off",
                "set maintenance_work_mem = '1GB'"));
        constraints.forEach(one -> statements.add(one[0]));
        indexes.forEach(one -> statements.add(one[0]));
        statements.add(TASKS.replace("{count}", "" + count)
                .replace("{rack}", RACK.toString())
                .replace("{tray}", TRAY.toString())
                .replace("{report}", REPORT));
        statements.add(HISTORY);
        constraints.reversed().forEach(one -> statements.add(one[1]));
        indexes.forEach(one -> statements.add(one[1]));
        statements.add("analyze");
        statements.add("select recount_lists()");
        execute(settings, statements.toArray(new String[0]));
    }

    static void execute(Settings settings, String... statements) throws SQLException {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String[]> ask(Settings settings, String question) throws SQLException {
        List<String[]> answers = new ArrayList<>();
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            while (rows.next()) {
                answers.add(new String[] {rows.getString(1), rows.getString(2)});
            }
        }
        return answers;
    }

    private static Connection connect(Settings settings) throws SQLException {
        return DriverManager.getConnection(DatabaseRows.inSchema(settings.url()), settings.user(), settings.password());
    }

    private static void printElapsed(String what, long begun) {
        System.out.printf("  %s: %.0f s%n", what, (System.nanoTime() - begun) / 1e9);
    }
}
