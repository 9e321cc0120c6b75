-- Who has a rack, who waits for it, and who may be acting on it.

-- The components that a task touches, by type, or null for the whole rack; and the order of the tasks' coming, which no
-- clock can turn round. Tasks that are there already came in the order of their creation.
alter table task add column components jsonb, add column place bigint;

alter table task disable trigger guard_task;
update task t set place = ordered.place
from (select id, row_number() over (order by created_at, id) as place from task) ordered
where t.id = ordered.id;
alter table task enable trigger guard_task;

alter table task alter column place set not null;
alter table task alter column place add generated always as identity;
do $$
begin
    perform setval(pg_get_serial_sequence('task', 'place'), count(*) + 1, false) from task;
end
$$;

-- Only a task that waits for its rack has a deadline.
create index task_waiting on task (site_id, rack_id, place) where deadline_at is not null;

-- As before, and what was asked covers the components and the place.
create or replace function guard_task() returns trigger language plpgsql as $$
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
    if (new.id, new.site_id, new.rack_id, new.operation, new.components, new.description, new.created_at, new.place)
            is distinct from
            (old.id, old.site_id, old.rack_id, old.operation, old.components, old.description, old.created_at, old.place)
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

-- The lock of a rack is the lock of its row. The epoch is that of the newest grant.
create table rack (
    site_id uuid   not null references site,
    rack_id uuid   not null,
    epoch   bigint not null default 0,
    look_at timestamptz,       -- when to look whether it is free, or null when nothing is to be expected
    primary key (site_id, rack_id)
);

create index rack_look on rack (look_at) where look_at is not null;

-- The tasks that may act, or have acted, on their rack.
create table rack_grant (
    task_id     uuid        primary key references task,
    site_id     uuid        not null,
    rack_id     uuid        not null,
    epoch       bigint      not null,
    granted_at  timestamptz not null,
    released_at timestamptz,
    foreign key (site_id, rack_id) references rack,
    unique (site_id, rack_id, epoch)
);

create index rack_grant_held on rack_grant (site_id, rack_id) where released_at is null;

-- The attempts that may be acting now, by this database's clock. One that was taken over can no longer be renewed, and
-- counts until it lapses. A renewal touches no index.
create table rack_lease (
    number    bigint      generated always as identity primary key,
    task_id   uuid        not null references rack_grant,
    work      text        not null,
    until     timestamptz not null,
    renewable boolean     not null default true
) with (fillfactor = 50);

create index rack_lease_of on rack_lease (task_id);

-- The components that somebody must look at.
create table component_attention (
    id             bigint      generated always as identity primary key,
    task_id        uuid        not null references task,
    component_type text        not null,
    component_id   uuid        not null,
    why            text        not null,
    at             timestamptz not null,
    unique (task_id, component_type, component_id)
);

create trigger keep_component_attention before update or delete on component_attention
    for each row execute function refuse_change();

-- What was submitted under a key; the work is known by its hash.
create table submit_key (
    org     text        not null,
    key     text        not null,
    work    bytea       not null,
    task_id uuid        not null references task,
    at      timestamptz not null,
    primary key (org, key)
);

create index submit_key_at on submit_key (at);

-- What may act now keeps its rack: each open task with a possible workflow, and each ended one that is not known to have
-- stopped. Every rack with such a task, or with one that waits, is looked at once.
with acting as (
    select t.id, t.site_id, t.rack_id, row_number() over (partition by t.site_id, t.rack_id order by t.place) as epoch
    from task t
    where t.status in ('Pending', 'Running')
       or exists (select from workflow_request r where r.task_id = t.id and r.kind = 'STOP' and r.done_at is null)
), racks as (
    insert into rack (site_id, rack_id, epoch, look_at)
    select site_id, rack_id, max(epoch), now() from acting group by site_id, rack_id
)
insert into rack_grant (task_id, site_id, rack_id, epoch, granted_at)
select id, site_id, rack_id, epoch, now() from acting;

insert into rack (site_id, rack_id, look_at)
select distinct site_id, rack_id, now() from task where deadline_at is not null
on conflict (site_id, rack_id) do nothing;
