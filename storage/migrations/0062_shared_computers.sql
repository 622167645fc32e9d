-- A sign-in on a shared computer ends an hour after it was last used.
alter table login add column shared boolean not null default false;
