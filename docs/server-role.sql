-- The rights of the role with which the server connects, here nico_server. The role owns nothing and deletes only rows
-- that are meant to go. Run by the owner of the tables after every `nico-tasks migrate`.

grant usage on schema public to nico_server;
grant select on all tables in schema public to nico_server;

grant insert on
    provider, org, site,
    task, task_history, late_result, task_position, task_component,
    work, task_stop, workflow, rack, rack_reservation, rack_lease, process_lease, unfinished_step,
    idempotency_key, audit, app_user, task_list, task_list_block, write_probe
to nico_server;

grant update on
    org, site,
    task, work, task_stop, workflow, rack, rack_reservation, rack_lease, process_lease, unfinished_step,
    idempotency_key, app_user, task_list_counter, task_list, task_list_block
to nico_server;

grant delete on work, rack_lease, process_lease, unfinished_step, idempotency_key, write_probe to nico_server;

grant usage on sequence task_history_number, rack_lease_number_seq to nico_server;
