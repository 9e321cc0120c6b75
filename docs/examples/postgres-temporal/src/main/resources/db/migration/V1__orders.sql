create table customer_order (
    task uuid primary key,
    customer varchar(20) not null
);
create table invoice_line (
    task uuid not null,
    rack uuid not null,
    operation text not null,
    result text not null,
    at timestamptz not null
);
create table invoice_position (
    position bigint not null
);
insert into invoice_position values (0);
