-- The decisions upon callers' wishes. A denied caller may have named sites and tasks that do not exist.
create table audit (
    id             bigint      generated always as identity primary key,
    at             timestamptz not null,
    subject        text        not null,
    org            text        not null,
    action         text        not null,
    site_id        uuid,
    task_id        uuid,
    request_id     text        not null,
    source_address text        not null,
    denial         text,       -- why the wish was denied, or null when it was granted
    reason         text
);

create index audit_at on audit (at);

create trigger keep_audit before update or delete on audit for each row execute function refuse_change();

-- Those who have asked who they are.
create table app_user (
    subject    text        primary key,
    first_name text        not null,
    last_name  text        not null,
    email      text        not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
