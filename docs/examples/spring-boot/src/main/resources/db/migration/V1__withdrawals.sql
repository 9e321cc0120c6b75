create table withdrawal (
    task uuid primary key,
    reason varchar(20) not null
);
