-- An attempt to carry a dispatch whose outcome is not known: it may have arrived.
alter table dispatch add column in_doubt boolean not null default false;
