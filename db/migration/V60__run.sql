-- Runs. A step's entry with its attempts, actions and elements is one JSON text under one version: the lane that works
-- on it and the people who answer it save it by compare and set.
create sequence run_number start with 1 increment by 1;
create table run (
    number bigint not null primary key,
    id uuid not null unique,
    plan uuid not null,
    plan_number bigint not null,
    guide varchar(100) not null,
    guide_title varchar(500) not null,
    guide_version integer not null,
    cluster varchar(36),
    cluster_name varchar(200),
    four_eyes boolean not null,
    started_by varchar(100) not null,
    started_at timestamp with time zone not null,
    state varchar(20) not null,
    reason varchar(4000) not null,
    wish varchar(20) not null,
    wished_by varchar(100) not null,
    ended_at timestamp with time zone,
    changed_at timestamp with time zone not null,
    owner varchar(100),
    version bigint not null
);
create table run_step (
    id varchar(300) not null primary key,
    run uuid not null,
    step varchar(250) not null,
    position integer not null,
    state varchar(20) not null,
    entry varchar(1000000) not null,
    version bigint not null
);
create index run_step_run on run_step (run, position);
create table run_note (
    id varchar(300) not null primary key,
    run uuid not null,
    name varchar(250) not null,
    text varchar(100000) not null
);
create index run_note_run on run_note (run);
create table run_pause (
    id varchar(300) not null primary key,
    run uuid not null,
    entry varchar(100000) not null
);
create index run_pause_run on run_pause (run);
create table run_file (
    command uuid not null primary key,
    run uuid not null,
    path varchar(4000) not null,
    sealed varchar(1000000) not null
);
create table run_once (
    work varchar(500) not null primary key,
    run uuid not null,
    run_number bigint not null,
    done_at timestamp with time zone not null
);
create table run_lock (
    object uuid not null primary key,
    run uuid not null,
    name varchar(250) not null
);
create index run_lock_run on run_lock (run);
