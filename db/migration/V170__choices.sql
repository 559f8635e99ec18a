-- Until now nobody's stored choice was shown anywhere, so none of them was made knowingly.
alter table person add column time_zone varchar(64) default 'browser' not null;
update person set language = 'browser', theme = 'browser';
