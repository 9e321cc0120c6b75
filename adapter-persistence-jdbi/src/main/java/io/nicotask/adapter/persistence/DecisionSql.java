package io.nicotask.adapter.persistence;

/**
 * The parts of a {@link DecisionStatement}, except those that are also statements of a port. What was read in the scope is
 * not checked against it again.
 */
final class DecisionSql {

    /** A site that is being retired is waited for, and waits for the commit of the task. */
    static final String LOCK_SITE = """
            @locked_site as materialized (
                select id, retired_at from nico.site where id = :site and provider_id = :provider for share
            )
            """;

    static final String SITE_IN_SERVICE = """
            @site_in_service as (select id from <site> where retired_at is null)
            """;

    static final String INSERT_TASK = """
            @added as (
                insert into nico.task (id, site_id, rack_id, operation, components, description, rule_id, status,
                                       message, deadline_at, run_id, started_at, finished_at, ended_by, end_reason,
                                       error, report, created_at, updated_at, version)
                select :id, s.id, :rackId, :operation, cast(:components as jsonb), :description, cast(:ruleId as uuid),
                       :status, :message, :deadlineAt, :runId, :startedAt, :finishedAt, :endedBy, :endReason, :error,
                       cast(:report as jsonb), :createdAt, :updatedAt, :version
                from <site> s
                on conflict (id) do nothing
                returning id
            )
            """;

    static final String UPDATE_TASK = """
            @changed as (
                update nico.task t
                set status = :status, message = :message, rule_id = cast(:ruleId as uuid), deadline_at = :deadlineAt,
                    run_id = :runId, started_at = :startedAt, finished_at = :finishedAt, ended_by = :endedBy,
                    end_reason = :endReason, error = :error, report = cast(:report as jsonb), updated_at = :updatedAt,
                    version = :version
                where t.id = :id and t.status = :statusBefore and t.version = :versionBefore
                returning t.id
            )
            """;

    /** Adds a history row for the task that another part has written. */
    static final String INSERT_HISTORY = """
            @history as (
                insert into nico.task_history (task_id, version, from_status, to_status, at, actor, reason, request_id)
                select id, :version, :statusBefore, :status, :updatedAt, :actor, :reason, :requestId from <written>
            )
            """;

    /** The deadline of {@code unfinished_step u}, moved back with a clock that was set back since its status was known. */
    static final String DEADLINE_OF_STEP = "u.deadline_at - greatest(u.known_at - clock_timestamp(), interval '0')";

    /** Inserts the stop of a task that another part has ended; the status of its steps is known from now on. */
    static final String INSERT_STOP = """
            @stop as (
                insert into nico.task_stop (task_id, site_id, decided_at, last_command_begun_at)
                select id, :site, clock_timestamp(),
                       (select max(begun_at) from nico.unfinished_step u where u.task_id = <changed>.id)
                from <changed>
            ), @known_steps as (
                update nico.unfinished_step u set known_at = clock_timestamp(), deadline_at = <deadline>
                from <changed> where u.task_id = <changed>.id
            )
            """.replace("<deadline>", DEADLINE_OF_STEP);

    /**
     * Adds evidence to a stop. The first evidence of a kind counts; parts of the same statement that release the rack are
     * not seen.
     */
    static final String UPDATE_STOP = """
            @evidence as (
                update nico.task_stop s
                set engine_closed_at = coalesce(engine_closed_at, case when :closed then clock_timestamp() end),
                    acts_until = case when engine_closed_at is null and :actsFor > 0
                                      then clock_timestamp() + make_interval(secs => :actsFor) else acts_until end,
                    tries = case when :closed and engine_closed_at is null
                                 then coalesce((select claim_number from nico.work w
                                                where w.kind = 'STOP_WORKFLOW' and w.site_id = s.site_id
                                                  and w.key = s.task_id), 0)
                                 else tries end,
                    resolved_at = coalesce(resolved_at, case when :resolved then clock_timestamp() end),
                    unconfirmed = not (:closed or :resolved or engine_closed_at is not null or resolved_at is not null)
                        or not :released and exists (
                            select from nico.rack_reservation g where g.task_id = s.task_id and g.released_at is null)
                where task_id = :task
            )
            """;

    static final String ALERT_STOP = """
            @alerted as (
                insert into nico.stop_history (task_id, status, at) values (:task, 'NEEDS_ATTENTION', clock_timestamp())
                on conflict (task_id, status) do nothing
            )
            """;

    static final String END_STEPS = "@resolved_steps as (delete from nico.unfinished_step where task_id = :task)";

    static final String INSERT_WORKFLOW = """
            @workflow as (
                insert into nico.workflow (task_id, namespace, checked_at) values (:task, :namespace, clock_timestamp())
                on conflict (task_id) do nothing
            )
            """;

    /**
     * Reservations take every second token; the next one is for the quiesce of the task. A reservation that is released and
     * the next one that is granted by the same statement have the same time.
     */
    static final String TAKE_TOKENS = """
            @rack as (
                update nico.rack set fencing_token = fencing_token + 2 * :grants
                where site_id = :site and rack_id = :rack
                returning site_id, rack_id, fencing_token
            )
            """;

    static final String GRANT = """
            @granted as (
                insert into nico.rack_reservation (task_id, site_id, rack_id, fencing_token, granted_at)
                select :task, site_id, rack_id, fencing_token - 2 * :later, statement_timestamp() from <rack>
                returning task_id
            )
            """;

    static final String RELEASE = """
            @released as (
                update nico.rack_reservation set released_at = statement_timestamp()
                where task_id = :task and released_at is null
                returning task_id
            ), @released_leases as (
                delete from nico.rack_lease l using @released where l.task_id = @released.task_id
            )
            """;

    /** Locks the lease of the process until the commit, so that what expires it sees the lease of the attempt. */
    static final String LOCK_PROCESS = """
            @process as (
                select process_id from nico.process_lease
                where process_id = :process and until > clock_timestamp()
                for key share
            )
            """;

    static final String ACQUIRE_LEASE = """
            @acquired as (
                insert into nico.rack_lease (number, task_id, work, process_id) overriding system value
                select :number, task_id, :work, :process
                from nico.rack_reservation where task_id = :task and released_at is null
                returning number
            ), @former as (
                update nico.rack_lease set superseded = true where task_id = :task and work = :work
            ), @expiry as (
                insert into nico.work (kind, site_id, key, lane, due_at, written_at)
                values (:kind, :site, :process, :lane,
                        clock_timestamp() + make_interval(secs => :limit), clock_timestamp())
                on conflict (kind, site_id, key) do nothing
            )
            """;

    static final String RELEASE_LEASE = "@ended_lease as (delete from nico.rack_lease where number = :number)";

    static final String BEGIN_STEP = """
            @begun as (
                insert into nico.unfinished_step (task_id, stage, component_type, site_id, interrupt_policy,
                                                  fencing_token, begun_at, deadline_at, known_at)
                values (:task, :stage, :type, :site, :policy, :token, clock_timestamp(),
                        clock_timestamp() + make_interval(secs => :limit), clock_timestamp())
                on conflict (task_id, stage, component_type) do nothing
            )
            """;

    static final String END_STEP = """
            @ended_step as (
                delete from nico.unfinished_step where task_id = :task and stage = :stage and component_type = :type
                returning task_id
            )
            """;

    static final String INSERT_LATE_RESULT = """
            @late as (
                insert into nico.late_result (task_id, run_id, result, at)
                select :task, :run, :result, :at from <source>
            )
            """;

    /** Deletes up to five expired keys for each new one, so that the table holds about the keys of one day. */
    static final String USE_KEY = """
            @expired as materialized (
                select org, key from nico.idempotency_key
                where at <= statement_timestamp() - make_interval(secs => :retention) and (org, key) <> (:org, :key)
                order by at limit 5
                for update skip locked
            ), @forgotten as (
                delete from nico.idempotency_key k using @expired where k.org = @expired.org and k.key = @expired.key
            ), @used as (
                insert into nico.idempotency_key (org, key, fingerprint, task_id, at)
                values (:org, :key, sha256(convert_to(:fingerprint, 'UTF8')), :task, statement_timestamp())
                on conflict (org, key) do update
                set fingerprint = excluded.fingerprint, task_id = excluded.task_id, at = excluded.at
            )
            """;

    private DecisionSql() {}
}
