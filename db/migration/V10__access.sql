-- name_key: the name in lower case, so that "Zhao Min" and "zhao min" are one person.
create table person (
    name_key varchar(64) not null primary key,
    name varchar(64) not null,
    password varchar(400) not null,
    roles varchar(200) not null,
    disabled boolean not null,
    language varchar(10) not null,
    theme varchar(10) not null,
    stamp bigint not null,
    password_stamp bigint not null,
    created_at timestamp with time zone not null,
    last_sign_in_at timestamp with time zone
);

create table api_token (
    id uuid not null primary key,
    person varchar(64) not null references person (name_key),
    name varchar(100) not null,
    hash varchar(64) not null unique,
    created_at timestamp with time zone not null
);
create index api_token_person on api_token (person);
