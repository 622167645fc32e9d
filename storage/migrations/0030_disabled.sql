-- Whom a roster keeps but lets do nothing: a later set that has no such column must not let them back in.
alter table person add column disabled boolean not null default false;
