-- People and classes that a school types itself are corrected by several hands: each correction says which one it saw.
alter table person add column revision integer not null default 1;
alter table class add column revision integer not null default 1;
