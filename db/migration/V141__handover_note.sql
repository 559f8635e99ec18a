-- The note that stands on Home for the next shift: one row. Earlier texts are in the audit trail.
create table handover_note (
    id integer not null primary key,
    text varchar(4000) not null,
    written_by varchar(100) not null,
    written_at timestamp with time zone not null,
    version bigint not null
);
