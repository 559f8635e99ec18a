-- Looks at hosts: the last ones of each, and the last one that brought facts. trouble is null when facts came;
-- maintenance and drifted stand beside the JSON because lists of hosts show them.
create sequence host_look_number start with 1 increment by 1;
create table host_look (
    number bigint not null primary key,
    host uuid not null,
    at timestamp with time zone not null,
    made_by varchar(100) not null,
    trouble varchar(40),
    reason varchar(4000),
    since timestamp with time zone,
    maintenance boolean not null,
    drifted integer not null,
    brought varchar(1000000) not null
);
create index host_look_host on host_look (host, number);
