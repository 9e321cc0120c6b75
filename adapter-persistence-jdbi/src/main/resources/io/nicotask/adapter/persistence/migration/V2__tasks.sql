-- The legal edges between the states of a task; those from null lead into being. A copy of the domain's own table, which
-- a test compares with it. A state that no edge leaves is terminal.
create table task_edge (
    from_status text,
    to_status   text not null,
    unique nulls not distinct (from_status, to_status)
);

insert into task_edge (from_status, to_status) values
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

create table task (
    id          uuid        primary key,
    site_id     uuid        not null references site,
    rack_id     uuid        not null,
    operation   text        not null,
    description text        not null check (char_length(description) <= 512),
    rule_id     uuid,
    status      text        not null,
    message     text        not null,
    deadline_at timestamptz,
    run_id      text,
    started_at  timestamptz,
    finished_at timestamptz,
    ended_by    text,
    end_reason  text        check (char_length(end_reason) <= 512),
    error       text        check (octet_length(error) <= 512),
    report      jsonb,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    version     bigint      not null,

    -- Data that exists in some states only.
    check ((deadline_at is not null) = (status = 'Waiting')),
    check ((run_id is null) = (started_at is null)),
    check (run_id is null or status not in ('Waiting', 'Pending')),
    check (run_id is not null or status not in ('Running', 'Succeeded')),
    check ((finished_at is not null) = (status in ('Succeeded', 'Failed', 'Terminated'))),
    check ((error is not null) = (status = 'Failed')),
    check ((ended_by is not null) = (status = 'Terminated')),
    check (end_reason is null or status = 'Terminated')
);

-- The open tasks of a site, newest first.
create index task_open on task (site_id, created_at desc, id desc) where finished_at is null;

-- Each change of state. The version is the one that the change led to.
create table task_history (
    task_id     uuid        not null references task,
    version     bigint      not null,
    from_status text,
    to_status   text        not null,
    at          timestamptz not null,
    actor       text        not null,
    reason      text,
    request_id  text,
    primary key (task_id, version)
);

-- What a worker told when the task could no longer take it.
create table late_word (
    id      bigint      generated always as identity primary key,
    task_id uuid        not null references task,
    run_id  text        not null,
    told    text        not null,
    at      timestamptz not null
);

create index late_word_of on late_word (task_id);

-- The last guard, also for code that is not written yet: whatever is not an edge of the table is refused, and so is
-- every change of a task in a terminal state.
create function guard_task() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.version <> 1 or not exists (select from task_edge where from_status is null and to_status = new.status) then
            raise exception 'Task % cannot begin as % in version %', new.id, new.status, new.version
                using errcode = 'integrity_constraint_violation';
        end if;
        return new;
    end if;
    if not exists (select from task_edge
                   where from_status = old.status and (to_status = new.status or old.status = new.status)) then
        raise exception 'Task % cannot go from % to %', old.id, old.status, new.status
            using errcode = 'integrity_constraint_violation';
    end if;
    if new.version <> old.version + 1 or new.updated_at < old.updated_at then
        raise exception 'Task % cannot go from version % of % to version % of %',
                old.id, old.version, old.updated_at, new.version, new.updated_at
            using errcode = 'integrity_constraint_violation';
    end if;
    if (new.id, new.site_id, new.rack_id, new.operation, new.description, new.created_at)
            is distinct from (old.id, old.site_id, old.rack_id, old.operation, old.description, old.created_at)
            or (old.rule_id is not null and new.rule_id is distinct from old.rule_id) then
        raise exception 'What was asked of task % cannot change', old.id
            using errcode = 'integrity_constraint_violation';
    end if;
    if old.run_id is not null and (new.run_id, new.started_at) is distinct from (old.run_id, old.started_at) then
        raise exception 'Task % cannot start twice', old.id
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

create trigger guard_task before insert or update on task for each row execute function guard_task();

-- For what is written once and stays.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'Rows of % can be neither changed nor deleted', tg_table_name
        using errcode = 'integrity_constraint_violation';
end
$$;

create trigger keep_task before delete on task for each row execute function refuse_change();
create trigger keep_history before update or delete on task_history for each row execute function refuse_change();
create trigger keep_late_word before update or delete on late_word for each row execute function refuse_change();
