-- One table: the tree is small, read as a whole, and its kinds differ only in what they hold (content, JSON).
-- active_name is the name in lower case while the item is not retired: names are unique among those.
create table inventory_item (
    id uuid not null primary key,
    kind varchar(20) not null,
    parent uuid not null,
    name varchar(253) not null,
    active_name varchar(300),
    retired boolean not null,
    content varchar(4000) not null,
    position bigint not null,
    unique (parent, kind, active_name)
);
