-- What the workflow engine shall be told: per task one request to start, and at most one to stop.
--
-- Whoever claims a request holds it until lease_until, by this database's clock. The number of attempts grows with each
-- claim: the word of a holder counts only while it names the newest one.
create table workflow_request (
    task_id      uuid        not null references task,
    kind         text        not null check (kind in ('START', 'STOP')),
    site_id      uuid        not null references site,
    requested_at timestamptz not null,
    due_at       timestamptz not null,
    lease_until  timestamptz,
    attempts     bigint      not null default 0,
    last_cause   text,
    done_at      timestamptz,
    primary key (task_id, kind)
);

create index workflow_request_due on workflow_request (due_at) where done_at is null;

-- A stop waits for the start of its task.
create index workflow_request_start on workflow_request (task_id) where kind = 'START' and done_at is null;

-- The workflows that were started for tasks which may still be open. Claims are as above.
create table workflow_watch (
    task_id     uuid        primary key references task,
    site_id     uuid        not null references site,
    namespace   text        not null,
    misses      integer     not null default 0 check (misses >= 0),
    due_at      timestamptz not null,
    lease_until timestamptz,
    attempts    bigint      not null default 0
);

create index workflow_watch_due on workflow_watch (due_at);
create index workflow_watch_site on workflow_watch (site_id);
