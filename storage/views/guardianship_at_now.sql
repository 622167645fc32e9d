-- Which guardian follows which child, and through which school: the child is a student there, and the guardian has a
-- role of the family there, of the kind the relation says if the school ever gave one of that kind. A restriction of
-- any source wins over all of it; it is not a right, so it is not here, and neither a role nor a day ends it. What
-- somebody of the family gave is a right as long as its giver has it, too.
create view guardianship_at_now as
select g.id, g.guardian_id, g.student_id, g.relation, g.scopes, c.school_id
from guardianship g
cross join lateral (
    select r.school_id from role_now r where r.person_id = g.student_id and r.role = 'student' offset 0
) c
where stands(g.ended_at) and not g.restricted
  and (g.given_by is null or still_gives(g.given_by, g.student_id, c.school_id, g.scopes))
  and (select true from guardianship x where x.guardian_id = g.guardian_id and x.student_id = g.student_id
       and x.restricted and stands(x.ended_at) limit 1) is null
  and (select true
       from role_now r
       join school s on s.id = r.school_id
       where r.person_id = g.guardian_id and r.school_id = c.school_id and r.role in ('guardian', 'trusted')
         and coalesce(g.from_day, '-infinity') <= (now() at time zone s.zone)::date
         and (now() at time zone s.zone)::date < coalesce(g.until_day, 'infinity')
         and ((r.role = 'trusted') = (g.relation = 'trusted')
              or (select true from role x
                  where x.person_id = r.person_id and x.school_id = r.school_id and x.source <> 'trust'
                    and x.role = (case when g.relation = 'trusted' then 'trusted' else 'guardian' end)::role_name
                  limit 1) is null)
       limit 1);
