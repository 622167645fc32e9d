-- Profile of a class from year 10, as its school says it: no roster does.
alter table class add column profile text not null default '' check (length(profile) <= 60);
