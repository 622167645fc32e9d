-- The roles in force, by the calendar of their school.
--
-- What a row hangs on stands in these views as `(select true … limit 1)`: it is looked up for each row by its keys,
-- whatever the statistics say.
create view role_now as
select r.person_id, r.school_id, r.role
from role r
where stands(r.ended_at)
  and (select true
       from school s
       join person p on p.id = r.person_id and stands(p.ended_at)
       where s.id = r.school_id and stands(s.ended_at)
         and coalesce(greatest(r.from_day, r.since_day), '-infinity') <= (now() at time zone s.zone)::date
         and (now() at time zone s.zone)::date < coalesce(r.until_day, 'infinity') limit 1);
