-- The rights of the role with which the server connects, here nico_server. The role owns nothing and deletes only rows
-- that are meant to go. Run by the owner of the tables after every `nico-tasks migrate`.

grant usage on schema nico_tasks to nico_server;
grant select on all tables in schema nico_tasks to nico_server;

grant insert on
    nico_tasks.provider, nico_tasks.org, nico_tasks.site,
    nico_tasks.task, nico_tasks.task_history, nico_tasks.stop_history, nico_tasks.late_result, nico_tasks.task_position,
    nico_tasks.task_component,
    nico_tasks.work, nico_tasks.task_stop, nico_tasks.workflow, nico_tasks.rack, nico_tasks.rack_reservation,
    nico_tasks.rack_lease, nico_tasks.process_lease, nico_tasks.unfinished_step,
    nico_tasks.idempotency_key, nico_tasks.audit, nico_tasks.app_user, nico_tasks.task_list,
    nico_tasks.task_list_block, nico_tasks.write_probe
to nico_server;

grant update on
    nico_tasks.org, nico_tasks.site,
    nico_tasks.task, nico_tasks.work, nico_tasks.task_stop, nico_tasks.workflow, nico_tasks.rack,
    nico_tasks.rack_reservation, nico_tasks.rack_lease, nico_tasks.process_lease, nico_tasks.unfinished_step,
    nico_tasks.idempotency_key, nico_tasks.app_user, nico_tasks.task_list_counter, nico_tasks.task_list,
    nico_tasks.task_list_block
to nico_server;

grant delete on
    nico_tasks.work, nico_tasks.rack_lease, nico_tasks.process_lease, nico_tasks.unfinished_step,
    nico_tasks.idempotency_key, nico_tasks.write_probe
to nico_server;

grant usage on sequence nico_tasks.task_history_number, nico_tasks.rack_lease_number_seq to nico_server;
