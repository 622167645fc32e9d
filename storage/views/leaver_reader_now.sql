-- Who reads a leaver's diary: the student and the family, equally, but nobody to whom the family gave that right. A
-- guardian whose own role ended before is none.
create view leaver_reader_now as
select l.student_id as person_id, l.student_id, null::relation_name as relation
from leaver_now l
union all
select g.guardian_id, g.student_id, g.relation
from guardianship g
join leaver_now l on l.student_id = g.student_id
join person p on p.id = g.guardian_id and p.ended_at is null
cross join lateral (
    select (now() at time zone l.zone)::date as day,
           (case when g.relation = 'trusted' then 'trusted' else 'guardian' end)::role_name as role
) own
where g.ended_at is null and not g.restricted and g.given_by is null and has_service(g.scopes, 'diary')
  and not exists (select from guardianship x where x.guardian_id = g.guardian_id and x.student_id = g.student_id
                  and x.restricted and x.ended_at is null)
  and coalesce(g.from_day, '-infinity') <= own.day and own.day < coalesce(g.until_day, 'infinity')
  and (select true from role r
       where r.person_id = g.guardian_id and r.school_id = l.school_id
         and coalesce(least(r.ended_at, r.until_day::timestamp at time zone l.zone), 'infinity') >= l.left_at
         and (r.role = own.role
              or r.role in ('guardian', 'trusted')
                 and not exists (select from role x where x.person_id = r.person_id and x.school_id = r.school_id
                                 and x.source <> 'trust'
                                 and x.role = own.role))
       limit 1);
