-- A draft that an approver sent back to who made it. It stays a draft: it can be read, but not approved any more.
alter table plan add column sent_back_by varchar(100);
alter table plan add column sent_back_at timestamp with time zone;
alter table plan add column sent_back_note varchar(2000);
