-- The schema of nico-tasks. Names follow docs/glossary.md.


-- The database -------------------------------------------------------------------------------------------------------

-- Identifies this database. A server compares it at each new connection, so that it notices when its address leads to
-- another one.
create table ${schema}.database_identity (
    id uuid primary key default gen_random_uuid()
);

insert into ${schema}.database_identity default values;

-- Written now and then to find out whether a transaction that writes can commit. Nothing reads it. A row fills a page.
create table ${schema}.write_probe (
    at     timestamptz not null,
    filler text        not null
);

alter table ${schema}.write_probe alter column filler set storage plain;


-- Organizations ------------------------------------------------------------------------------------------------------

-- Orgs, their infrastructure providers and the providers' sites. The configuration and the command line add and update
-- them; nothing deletes them, and what has a provider keeps it.
create table ${schema}.provider (
    id uuid primary key
);

create table ${schema}.org (
    name        text primary key,
    provider_id uuid not null references ${schema}.provider
);

-- The address of a site's workflow engine is stored for replicas whose configuration does not name the site. A site whose
-- engine was always the embedded one of a development server has none. A retired site takes no new task.
create table ${schema}.site (
    id                uuid        primary key,
    provider_id       uuid        not null references ${schema}.provider,
    name              text        not null,
    flow_enabled      boolean     not null,
    engine_target     text,
    engine_namespace  text,
    engine_task_queue text,
    retired_at        timestamptz,

    constraint site_engine_is_whole check (num_nulls(engine_target, engine_namespace, engine_task_queue) in (0, 3))
);

create index site_by_provider on ${schema}.site (provider_id);


-- Tasks --------------------------------------------------------------------------------------------------------------

-- The legal transitions of a task's status; null is the status before the task exists. A status that no transition
-- leaves is terminal. A copy of the domain's table, for the guard below; a test compares the two.
create table ${schema}.task_transition (
    from_status text,
    to_status   text not null,
    unique nulls not distinct (from_status, to_status)
);

insert into ${schema}.task_transition (from_status, to_status) values
    (null,      'Waiting'),
    (null,      'Pending'),
    ('Waiting', 'Pending'),
    ('Waiting', 'Terminated'),
    ('Pending', 'Running'),
    ('Pending', 'Failed'),
    ('Pending', 'Terminated'),
    ('Running', 'Succeeded'),
    ('Running', 'Failed'),
    ('Running', 'Terminated');

create table ${schema}.task (
    id             uuid        primary key,
    site_id        uuid        not null references ${schema}.site,
    rack_id        uuid        not null,
    -- The order of arrival. Not created_at, as the clocks of replicas differ and may step back.
    queue_position bigint      not null generated always as identity,
    operation      text        not null,
    components     jsonb,      -- ids by component type, or null for the whole rack
    description    text        not null check (char_length(description) <= 512),
    rule_id        uuid,
    status         text        not null,
    message        text        not null,
    report         jsonb,
    deadline_at    timestamptz,
    run_id         text,
    started_at     timestamptz,
    finished_at    timestamptz,
    ended_by       text,
    end_reason     text        check (char_length(end_reason) <= 512),
    error          text        check (octet_length(error) <= 512),
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    version        bigint      not null,

    -- Each status has exactly its own data. A row that broke this could not be read: the domain has no such state.
    constraint task_deadline_while_waiting check ((deadline_at is not null) = (status = 'Waiting')),
    constraint task_run_with_its_start     check ((run_id is null) = (started_at is null)),
    constraint task_no_run_before_running  check (run_id is null or status not in ('Waiting', 'Pending')),
    constraint task_run_once_running       check (run_id is not null or status not in ('Running', 'Succeeded')),
    constraint task_finished_once_terminal
        check ((finished_at is not null) = (status in ('Succeeded', 'Failed', 'Terminated'))),
    constraint task_error_of_failed        check ((error is not null) = (status = 'Failed')),
    constraint task_ended_by_of_terminated check ((ended_by is not null) = (status = 'Terminated')),
    constraint task_reason_of_terminated   check (end_reason is null or status = 'Terminated')
);

-- Lists of open tasks are read from these indexes in their order, which a task leaves when it ends.
create index task_open on ${schema}.task (site_id, created_at desc, id desc) where finished_at is null;
create index task_open_by_rack on ${schema}.task (site_id, rack_id, created_at, id) where finished_at is null;

-- The queue of a rack: only a task that waits for its rack has a deadline.
create index task_waiting on ${schema}.task (site_id, rack_id, queue_position) where deadline_at is not null;

-- The last line of defence, also against defects in the code and statements by hand: no task leaves a terminal status
-- or skips a status, and each change has a version of its own, so that a writer that read an older version updates
-- nothing.
create function ${schema}.guard_task() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.version <> 1
                or not exists (select from ${schema}.task_transition
                               where from_status is null and to_status = new.status) then
            raise exception 'Task % cannot begin as % in version %', new.id, new.status, new.version
                using errcode = 'integrity_constraint_violation';
        end if;
        return new;
    end if;
    -- A change that keeps the status is legal too, unless the status is terminal: then no transition leaves it.
    if not exists (select from ${schema}.task_transition
                   where from_status = old.status and (to_status = new.status or old.status = new.status)) then
        raise exception 'Task % cannot go from % to %', old.id, old.status, new.status
            using errcode = 'integrity_constraint_violation';
    end if;
    if new.version <> old.version + 1 or new.updated_at < old.updated_at then
        raise exception 'Task % cannot go from version % of % to version % of %',
                old.id, old.version, old.updated_at, new.version, new.updated_at
            using errcode = 'integrity_constraint_violation';
    end if;
    -- The operation rule may be set once, as it may be chosen only when the workflow begins.
    if (new.id, new.site_id, new.rack_id, new.queue_position,
        new.operation, new.components, new.description, new.created_at)
            is distinct from
       (old.id, old.site_id, old.rack_id, old.queue_position,
        old.operation, old.components, old.description, old.created_at)
            or (old.rule_id is not null and new.rule_id is distinct from old.rule_id) then
        raise exception 'The specification of task % cannot change', old.id
            using errcode = 'integrity_constraint_violation';
    end if;
    -- At most one workflow run of a task passes the start gate.
    if old.run_id is not null and (new.run_id, new.started_at) is distinct from (old.run_id, old.started_at) then
        raise exception 'Task % cannot start twice', old.id
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

create trigger guard_task before insert or update on ${schema}.task
    for each row execute function ${schema}.guard_task();

-- For rows that are evidence: what was decided, when and by whom must not be rewritten. A table that is emptied together
-- with another one is refused, too.
create function ${schema}.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'Rows of % can be neither changed nor deleted', tg_table_name
        using errcode = 'integrity_constraint_violation';
end
$$;

create trigger refuse_task_deletion before delete on ${schema}.task
    for each row execute function ${schema}.refuse_change();

create trigger refuse_transition_change before insert or update or delete on ${schema}.task_transition
    for each row execute function ${schema}.refuse_change();
create trigger refuse_transition_truncation before truncate on ${schema}.task_transition
    execute function ${schema}.refuse_change();

create sequence ${schema}.task_history_number;

-- Each change of a task's status, with the version that it led to.
create table ${schema}.task_history (
    task_id     uuid        not null references ${schema}.task,
    version     bigint      not null,
    from_status text,
    to_status   text        not null,
    at          timestamptz not null,
    actor       text        not null,
    reason      text,
    request_id  text,
    -- The order in which lists count changes. The default assigns the transaction's id before it draws the number: from
    -- the ids of the running transactions the list counter knows up to which number no row can appear any more.
    number      bigint      default case when pg_current_xact_id() is not null
                                         then nextval('${schema}.task_history_number') end,
    primary key (task_id, version)
);

create index task_history_order on ${schema}.task_history (number);

create trigger refuse_history_change before update or delete on ${schema}.task_history
    for each row execute function ${schema}.refuse_change();
create trigger refuse_history_truncation before truncate on ${schema}.task_history
    execute function ${schema}.refuse_change();

-- When stops were confirmed, and when they needed attention. Their numbers are among those of task_history, so that both
-- are one feed.
create table ${schema}.stop_history (
    task_id uuid        not null references ${schema}.task,
    status  text        not null check (status in ('NEEDS_ATTENTION', 'CONFIRMED')),
    at      timestamptz not null,
    number  bigint      not null default case when pg_current_xact_id() is not null
                                              then nextval('${schema}.task_history_number') end,
    primary key (task_id, status)
);

create index stop_history_order on ${schema}.stop_history (number);

create trigger refuse_stop_history_change before update or delete on ${schema}.stop_history
    for each row execute function ${schema}.refuse_change();
create trigger refuse_stop_history_truncation before truncate on ${schema}.stop_history
    execute function ${schema}.refuse_change();

-- Results that workers reported after the task had ended. They are kept for operators and do not change the task.
create table ${schema}.late_result (
    id      bigint      generated always as identity primary key,
    task_id uuid        not null references ${schema}.task,
    run_id  text        not null,
    result  text        not null,
    at      timestamptz not null
);

create index late_result_task on ${schema}.late_result (task_id);

create trigger refuse_late_result_change before update or delete on ${schema}.late_result
    for each row execute function ${schema}.refuse_change();
create trigger refuse_late_result_truncation before truncate on ${schema}.late_result
    execute function ${schema}.refuse_change();


-- Work ---------------------------------------------------------------------------------------------------------------

-- The work of the background services, written in the transaction of the decision that needs it.
--
-- A process that claims an item holds it until claimed_until, by the clock of this database. Each claim raises
-- claim_number, and a result counts only under the newest number: a process that was paused cannot overwrite what the
-- next one wrote. Half of each page stays free, so that a claim writes no index entry.
create table ${schema}.work (
    kind          text        not null,
    site_id       uuid        not null references ${schema}.site,
    key           uuid        not null, -- the task, the rack of SCHEDULE_RACK, or the process of CHECK_PROCESS
    lane          text        not null, -- that of the kind
    due_at        timestamptz,          -- null while there is nothing to do; the claims are counted on
    claimed_until timestamptz,
    claim_number  bigint      not null default 0,
    cause         text,       -- why the last attempt did not complete the item
    written_at    timestamptz not null, -- when due_at was set
    primary key (kind, site_id, key)
) with (fillfactor = 50);

create index work_due on ${schema}.work (lane, site_id, due_at);

-- For work that was written before the clock was set back: its due time may be far ahead.
create index work_written on ${schema}.work (lane, site_id, written_at);

-- The stops of ended tasks, beside the reservations and the unfinished steps.
create table ${schema}.task_stop (
    task_id               uuid        primary key references ${schema}.task,
    site_id               uuid        not null references ${schema}.site,
    decided_at            timestamptz not null,
    engine_closed_at      timestamptz, -- when the workflow was known to be closed
    acts_until            timestamptz, -- until when activities of a closed external workflow may act, or null
    -- When the last of the steps began that were unfinished when the task ended, or null if there was none.
    last_command_begun_at timestamptz,
    resolved_at           timestamptz, -- when an operator confirmed that nothing of the task acts any more
    tries                 bigint      not null default 0, -- the deliveries until the workflow was closed
    unconfirmed           boolean     not null default true -- false only if it is confirmed
);

-- The unconfirmed stops of a site, oldest first.
create index task_stop_unconfirmed on ${schema}.task_stop (site_id, decided_at, task_id) where unconfirmed;

create function ${schema}.add_to_stop_history() returns trigger language plpgsql as $$
begin
    insert into ${schema}.stop_history (task_id, status, at) values (new.task_id, 'CONFIRMED', clock_timestamp());
    return null;
end
$$;

create trigger add_to_stop_history after update of unconfirmed on ${schema}.task_stop
    for each row when (old.unconfirmed and not new.unconfirmed)
    execute function ${schema}.add_to_stop_history();

-- The workflows that were started, and what their engines reported. Half of each page stays free, as in process_lease.
create table ${schema}.workflow (
    task_id         uuid        primary key references ${schema}.task,
    namespace       text        not null, -- in which it was started
    not_found_count integer     not null default 0 check (not_found_count >= 0), -- in a row
    not_found_since timestamptz,
    checked_at      timestamptz not null, -- when the last check was recorded
    wrong_namespace boolean     not null default false -- the last check was in another namespace than the workflow's
) with (fillfactor = 50);

create index workflow_not_found on ${schema}.workflow (task_id) where not_found_count > 0;


-- Racks --------------------------------------------------------------------------------------------------------------

-- A rack is locked by its row. The fencing token is that of the newest reservation.
create table ${schema}.rack (
    site_id       uuid   not null references ${schema}.site,
    rack_id       uuid   not null,
    fencing_token bigint not null default 0,
    primary key (site_id, rack_id)
);

-- The tasks that may act, or have acted, on their rack. A task has at most one reservation in its life. All
-- reservations of a rack have different fencing tokens, so that hardware can refuse the older of two commands.
create table ${schema}.rack_reservation (
    task_id       uuid        primary key references ${schema}.task,
    site_id       uuid        not null,
    rack_id       uuid        not null,
    fencing_token bigint      not null,
    granted_at    timestamptz not null,
    released_at   timestamptz,
    foreign key (site_id, rack_id) references ${schema}.rack,
    unique (site_id, rack_id, fencing_token)
);

create index rack_reservation_held on ${schema}.rack_reservation (site_id, rack_id) where released_at is null;

-- The leases of worker processes, by the clock of this database. A process that has stopped renewing its lease has no row
-- any more once that was seen. Half of each page stays free, and no index covers the column that a renewal changes, so that
-- it writes no index entry (a HOT update).
create table ${schema}.process_lease (
    process_id uuid        primary key,
    until      timestamptz not null
) with (fillfactor = 50);

-- The attempts that may be acting now: those whose process holds a valid lease. A lease that a newer attempt has taken over
-- gives no right to act, but counts until it is released or its process's lease expires.
create table ${schema}.rack_lease (
    number     bigint  generated always as identity primary key,
    task_id    uuid    not null references ${schema}.rack_reservation,
    work       text    not null,
    process_id uuid    not null,
    superseded boolean not null default false
) with (fillfactor = 50);

create index rack_lease_task on ${schema}.rack_lease (task_id);
create index rack_lease_process on ${schema}.rack_lease (process_id);

-- The steps that may act on racks: they have begun, and were not seen to end. A step that has ended has no row.
create table ${schema}.unfinished_step (
    task_id          uuid        not null references ${schema}.task,
    stage            integer     not null,
    component_type   text        not null,
    site_id          uuid        not null references ${schema}.site,
    interrupt_policy text        not null check (interrupt_policy in ('INTERRUPTIBLE', 'RUN_TO_COMPLETION')),
    fencing_token    bigint      not null, -- that of the task's reservation
    begun_at         timestamptz not null,
    deadline_at      timestamptz not null, -- when it is over its time limit
    known_at         timestamptz not null, -- when its status was last known: at its beginning, at the end of its task, and
                                           -- at each observation that found it
    unknown          jsonb       not null default '{}', -- the components of unknown status, with the reasons
    last_cause       text,                 -- why it had not ended at the last observation
    primary key (task_id, stage, component_type)
) with (fillfactor = 50);


-- Callers ------------------------------------------------------------------------------------------------------------

-- The keys under which tasks were submitted. The fingerprint of the request is stored as a hash.
create table ${schema}.idempotency_key (
    org         text        not null,
    key         text        not null,
    fingerprint bytea       not null,
    task_id     uuid        not null references ${schema}.task,
    at          timestamptz not null,
    primary key (org, key)
);

create index idempotency_key_at on ${schema}.idempotency_key (at);

-- What callers were granted or denied, and what the command line changed. Nothing is referenced: a caller who was denied
-- may have named a site or a task that does not exist.
create table ${schema}.audit (
    id             bigint      generated always as identity primary key,
    at             timestamptz not null,
    subject        text        not null,
    org            text,       -- or null for the command line
    action         text        not null,
    site_id        uuid,
    task_id        uuid,
    request_id     text        not null,
    source_address text        not null,
    denial         text,       -- why the request was denied, or null if it was granted
    reason         text
);

create index audit_at on ${schema}.audit (at);

create trigger refuse_audit_change before update or delete on ${schema}.audit
    for each row execute function ${schema}.refuse_change();
create trigger refuse_audit_truncation before truncate on ${schema}.audit
    execute function ${schema}.refuse_change();

-- The callers who have asked for their own profile.
create table ${schema}.app_user (
    subject    text        primary key,
    first_name text        not null,
    last_name  text        not null,
    email      text        not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);


-- Lists of tasks -----------------------------------------------------------------------------------------------------

-- Lists show the tasks of a site, a rack or a tray, newest first by creation, then by id; all of them or the open ones.
-- Pages are read from indexes, and totals from counts that one list counter at a time derives from task_history.

-- The positions of tasks in lists. A position never changes, so it is stored apart from the task: an index on task
-- would get a new entry with every change of the row.
create table ${schema}.task_position (
    site_id    uuid        not null,
    rack_id    uuid        not null,
    created_at timestamptz not null,
    id         uuid        not null,
    primary key (site_id, created_at, id)
);

create index task_position_by_rack on ${schema}.task_position (site_id, rack_id, created_at, id);

-- The same for the components that tasks name.
create table ${schema}.task_component (
    site_id      uuid        not null,
    component_id uuid        not null,
    created_at   timestamptz not null,
    id           uuid        not null,
    primary key (site_id, component_id, created_at, id)
);

create function ${schema}.component_ids(components jsonb) returns setof uuid language sql immutable as $$
    select distinct cast(named #>> '{}' as uuid) from jsonb_path_query(components, '$.*[*]') named
$$;

create function ${schema}.add_to_task_lists() returns trigger language plpgsql as $$
begin
    insert into ${schema}.task_position values (new.site_id, new.rack_id, new.created_at, new.id);
    if new.components is not null then
        insert into ${schema}.task_component
        select new.site_id, ${schema}.component_ids(new.components), new.created_at, new.id;
    end if;
    return null;
end
$$;

create trigger add_to_task_lists after insert on ${schema}.task
    for each row execute function ${schema}.add_to_task_lists();

-- The number up to which task_history is counted. The single row is also the lock of the list counter.
create table ${schema}.task_list_counter (
    up_to bigint not null
);

insert into ${schema}.task_list_counter values (0);

-- The counted tasks of each list.
create table ${schema}.task_list (
    site_id   uuid   not null references ${schema}.site,
    list_kind text   not null check (list_kind in ('site', 'rack', 'tray')),
    list_id   uuid   not null,
    total     bigint not null,
    open      bigint not null,
    primary key (site_id, list_kind, list_id)
) with (fillfactor = 50);

-- The counted tasks of blocks of long lists. A block reaches from the end of the previous one to its own position; the
-- newest one is open-ended. A superblock covers consecutive blocks. A page far down a list is found by skipping
-- superblocks, then blocks, by their counts.
create table ${schema}.task_list_block (
    site_id    uuid        not null references ${schema}.site,
    list_kind  text        not null,
    list_id    uuid        not null,
    superblock boolean     not null,
    created_at timestamptz not null,
    id         uuid        not null,
    total      integer     not null,
    open       integer     not null,
    primary key (site_id, list_kind, list_id, superblock, created_at, id)
) with (fillfactor = 50);

create index task_list_block_longest on ${schema}.task_list_block (superblock, total);

-- Recounts all lists. Needed after tasks were loaded without the trigger above, such as by a bulk import.
create function ${schema}.recount_lists() returns void language plpgsql as $$
begin
    lock table ${schema}.task, ${schema}.task_history in share mode;
    perform from ${schema}.task_list_counter for update;
    delete from ${schema}.task_list_block;
    delete from ${schema}.task_list;

    insert into ${schema}.task_position
    select site_id, rack_id, created_at, id from ${schema}.task
    on conflict do nothing;

    insert into ${schema}.task_component
    select site_id, ${schema}.component_ids(components), created_at, id from ${schema}.task where components is not null
    on conflict do nothing;

    insert into ${schema}.task_list
    select site_id, 'site', site_id, count(*), count(*) filter (where finished_at is null)
    from ${schema}.task group by site_id
    union all
    select site_id, 'rack', rack_id, count(*), count(*) filter (where finished_at is null)
    from ${schema}.task group by site_id, rack_id
    union all
    select site_id, 'tray', component_id, count(*), count(*) filter (where finished_at is null)
    from ${schema}.task_component join ${schema}.task using (site_id, created_at, id) group by site_id, component_id;

    -- One block each; the list counter divides them.
    insert into ${schema}.task_list_block
    select site_id, list_kind, list_id, superblock, 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', total, open
    from ${schema}.task_list cross join (values (false, 2000), (true, 200000)) level (superblock, least)
    where total > least;

    update ${schema}.task_list_counter set up_to = coalesce(pg_sequence_last_value('${schema}.task_history_number'), 0);
end
$$;
