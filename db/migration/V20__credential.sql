-- sealed: the secrets as JSON, AES-256-GCM by the vault's key, Base64. Nothing else here is secret.
create table credential (
    name varchar(64) not null primary key,
    kind varchar(20) not null,
    login varchar(200) not null,
    sudo boolean not null,
    jump_address varchar(300),
    jump_credential varchar(64),
    sealed varchar(100000) not null,
    set_by varchar(100) not null,
    set_at timestamp with time zone not null
);

-- One row for each host, management server or jump host: the key that a person accepted, and another one that it
-- showed since and that waits for a yes.
create table known_host (
    endpoint varchar(36) not null primary key,
    name varchar(300) not null,
    accepted_algorithm varchar(100),
    accepted_fingerprint varchar(100),
    accepted_key varchar(20000),
    accepted_at timestamp with time zone,
    accepted_by varchar(100),
    offered_algorithm varchar(100),
    offered_fingerprint varchar(100),
    offered_key varchar(20000),
    offered_at timestamp with time zone
);
