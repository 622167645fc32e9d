-- The roles of every day, past ones included.
--
-- These views have the rows in force and those of the past, from a day (inclusive) until a day (exclusive). Several of
-- one pair may overlap.
create view role_days as
select r.person_id, r.school_id, r.role,
       coalesce(greatest(r.from_day, r.since_day), '-infinity') as from_day, coalesce(r.until_day, 'infinity') as until_day
from role r where r.ended_at is null
union all
select person_id, school_id, role, from_day, until_day from role_past;
