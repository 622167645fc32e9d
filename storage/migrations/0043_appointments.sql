-- What a school's leadership appoints its staff to: until now only the safeguarding of students, from now on the
-- timetable as well.

alter table safeguarding rename to appointment;
alter table appointment add column office text not null default 'safeguarding' check (office in ('safeguarding', 'timetable'));
alter table appointment alter column office drop default;
drop index safeguarding_school_id_person_id_idx;
create unique index on appointment (school_id, office, person_id) where ended_at is null;
