-- Organisations, their Infrastructure Providers, and the providers' sites, as the configuration names them.

create table provider (
    id uuid primary key
);

create table org (
    name        text primary key,
    provider_id uuid not null references provider
);

-- A site that has left the configuration stays, out of service: its tasks are still tended.
create table site (
    id           uuid    primary key,
    provider_id  uuid    not null references provider,
    flow_enabled boolean not null,
    in_service   boolean not null
);
