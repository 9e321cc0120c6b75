-- A list has chapters only when its stretches are many: each that is counted anew costs those who count.
delete from task_stretch
where chapter and (site_id, part, part_id) in (select site_id, part, part_id from task_list where total <= 200000);

-- As before, but for the chapters.
create or replace function recount_lists() returns void language plpgsql as $$
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
    from task_list cross join (values (false, 2000), (true, 200000)) kind (chapter, least)
    where total > least;

    update task_tally set up_to = coalesce(pg_sequence_last_value('task_history_number'), 0);
end
$$;
