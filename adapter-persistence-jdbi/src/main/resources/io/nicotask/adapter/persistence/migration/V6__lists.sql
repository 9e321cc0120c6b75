-- Lists of tasks, newest first by creation, then by id: of a site, of a rack, of a tray, each of all tasks or of the open
-- ones. A page is read from an index; what is known beforehand about how many tasks there are is kept here.

-- Open tasks of a site have their index since the beginning.
create index task_open_by_rack on task (site_id, rack_id, created_at, id) where finished_at is null;

-- Where tasks are in the order. It never changes, so it is kept apart from what does: an index on the task would get one
-- entry more with every change.
create table task_position (
    site_id    uuid        not null,
    rack_id    uuid        not null,
    created_at timestamptz not null,
    id         uuid        not null,
    primary key (site_id, created_at, id)
);

create index task_position_by_rack on task_position (site_id, rack_id, created_at, id);

-- The same by the components that tasks name.
create table task_component (
    site_id      uuid        not null,
    component_id uuid        not null,
    created_at   timestamptz not null,
    id           uuid        not null,
    primary key (site_id, component_id, created_at, id)
);

create function component_ids(components jsonb) returns setof uuid language sql immutable as $$
    select distinct cast(named #>> '{}' as uuid) from jsonb_path_query(components, '$.*[*]') named
$$;

create function list_task() returns trigger language plpgsql as $$
begin
    insert into task_position values (new.site_id, new.rack_id, new.created_at, new.id);
    if new.components is not null then
        insert into task_component select new.site_id, component_ids(new.components), new.created_at, new.id;
    end if;
    return null;
end
$$;

create trigger list_task after insert on task for each row execute function list_task();

-- The history tells what has changed, in an order in which it can be counted. Whoever draws a number has an id of his
-- transaction before; what was written before there were numbers has none.
create sequence task_history_number;

alter table task_history add column number bigint;
alter table task_history alter column number
    set default case when pg_current_xact_id() is not null then nextval('task_history_number') end;

create index task_history_order on task_history (number);

-- What is counted already: the history up to this number. There is one row.
create table task_tally (
    up_to bigint not null
);

insert into task_tally values (0);

-- How many tasks the lists have, as far as they are counted.
create table task_list (
    site_id uuid   not null references site,
    part    text   not null check (part in ('site', 'rack', 'tray')),
    part_id uuid   not null,
    total   bigint not null,
    open    bigint not null,
    primary key (site_id, part, part_id)
) with (fillfactor = 50);

-- The same for the stretches of long lists, each up to a position in the order and behind the one before; the newest has
-- no end. They are short, and lie in chapters, which begin and end as some of them do.
create table task_stretch (
    site_id    uuid        not null references site,
    part       text        not null,
    part_id    uuid        not null,
    chapter    boolean     not null,
    created_at timestamptz not null,
    id         uuid        not null,
    total      integer     not null,
    open       integer     not null,
    primary key (site_id, part, part_id, chapter, created_at, id)
) with (fillfactor = 50);

create index task_stretch_longest on task_stretch (chapter, total);

-- All of this anew, from the tasks: for the first time, and after somebody has written tasks in a way of his own.
create function recount_lists() returns void language plpgsql as $$
begin
    lock table task, task_history in share mode;
    perform from task_tally for update;
    delete from task_stretch;
    delete from task_list;

    insert into task_position
    select site_id, rack_id, created_at, id from task
    on conflict do nothing;

    insert into task_component
    select site_id, component_ids(components), created_at, id from task where components is not null
    on conflict do nothing;

    insert into task_list
    select site_id, 'site', site_id, count(*), count(*) filter (where finished_at is null)
    from task group by site_id
    union all
    select site_id, 'rack', rack_id, count(*), count(*) filter (where finished_at is null)
    from task group by site_id, rack_id
    union all
    select site_id, 'tray', component_id, count(*), count(*) filter (where finished_at is null)
    from task_component join task using (site_id, created_at, id) group by site_id, component_id;

    insert into task_stretch
    select site_id, part, part_id, chapter, 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', total, open
    from task_list cross join (values (true), (false)) kind (chapter)
    where total > 2000;

    update task_tally set up_to = coalesce(pg_sequence_last_value('task_history_number'), 0);
end
$$;

select recount_lists();
