-- Installation-wide facts, by name. Long texts are varchar(1000000): both H2 and PostgreSQL take it.
create table installation (
    name varchar(100) not null primary key,
    fact varchar(4000) not null
);
