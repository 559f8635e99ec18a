-- The index beside the audit journal. Insert-only; it can be rebuilt from the journal at any time.
create table audit_entry (
    number       bigint not null primary key,
    at           timestamp(6) with time zone not null,
    kind         varchar(40) not null,
    actor        varchar(255) not null,
    subject      uuid,
    subject_name varchar(255),
    plan_id      uuid,
    run_id       uuid,
    step         varchar(255),
    attempt      integer not null,
    command_id   uuid,
    path         varchar(600),
    summary      varchar(4000) not null,
    details      varchar(1000000) not null,
    previous     varchar(64) not null,
    hash         varchar(64) not null
);

create index audit_entry_subject on audit_entry (subject, number);
create index audit_entry_run on audit_entry (run_id, number);
create index audit_entry_actor on audit_entry (actor, number);
create index audit_entry_path on audit_entry (path, number);
create index audit_entry_at on audit_entry (at, number);
