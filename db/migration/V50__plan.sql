-- Plans. The plan itself is JSON, compressed, in Base64, in parts: forty hosts with whole files outgrow one column.
create sequence plan_number start with 1 increment by 1;
create table plan (
    number bigint not null primary key,
    id uuid not null unique,
    guide varchar(100) not null,
    state varchar(20) not null,
    digest varchar(64) not null,
    made_by varchar(100) not null,
    made_at timestamp with time zone not null,
    approved_by varchar(100),
    approved_at timestamp with time zone,
    expires_at timestamp with time zone not null,
    version bigint not null
);
create table plan_part (
    id varchar(60) not null primary key,
    plan uuid not null,
    position integer not null,
    text varchar(1000000) not null
);
create index plan_part_plan on plan_part (plan, position);
