-- What operators see of stops and do about them, and what must be known before a missing workflow counts as one that ended.

alter table workflow_request
    add column namespace   text,        -- of a start: where the workflow was started
    add column told_at     timestamptz, -- of a stop: when somebody was told that it needs attention
    add column resolved_at timestamptz, -- of a stop: when somebody said that nothing of the task acts any more
    add column draining    boolean not null default false; -- of a stop that is done: a step is still being finished

update workflow_request r set namespace = w.namespace
from workflow_watch w where w.task_id = r.task_id and r.kind = 'START';

-- The stops of a site that are not confirmed, the longest requested first; and of all sites those of which nobody has been
-- told.
create index workflow_request_unconfirmed on workflow_request (site_id, requested_at, task_id)
    where kind = 'STOP' and (draining or (done_at is null and resolved_at is null));
create index workflow_request_untold on workflow_request (requested_at)
    where kind = 'STOP' and done_at is null and resolved_at is null and told_at is null;

-- Somebody has looked at the component. What is told afterwards about it is another matter.
alter table component_attention
    add column resolved_at timestamptz,
    drop constraint component_attention_task_id_component_type_component_id_key;

create unique index component_attention_open on component_attention (task_id, component_type, component_id)
    where resolved_at is null;

drop trigger keep_component_attention on component_attention;
create trigger keep_component_attention
    before delete or update of id, task_id, component_type, component_id, why, at on component_attention
    for each row execute function refuse_change();
create trigger keep_component_resolution before update on component_attention
    for each row when (old.resolved_at is not null) execute function refuse_change();

-- When the engine last said something of the workflow, since when it has not known it, and whether it was asked for
-- another namespace than the one where the workflow was started.
alter table workflow_watch
    add column seen_at   timestamptz not null default clock_timestamp(),
    add column missed_at timestamptz,
    add column astray    boolean     not null default false;

update workflow_watch set missed_at = clock_timestamp() where misses > 0;
