-- True if somebody of the family, who has given services for a child at a school, has them all at this moment.
-- From several tables and so never a part of the query around it, which plans as if nobody had given anything.
create or replace function still_gives(giver bigint, student bigint, school bigint, services text[]) returns boolean
language sql stable as $$
    select true
    from guardianship g
    join role_now r on r.person_id = g.guardian_id and r.school_id = school and r.role = 'guardian'
    join school s on s.id = r.school_id
    where g.guardian_id = giver and g.student_id = student and stands(g.ended_at) and not g.restricted
      and g.given_by is null and is_family(g.relation) and g.scopes @> services
      and coalesce(g.from_day, '-infinity') <= (now() at time zone s.zone)::date
      and (now() at time zone s.zone)::date < coalesce(g.until_day, 'infinity')
      and not exists (select from restriction_now x where x.guardian_id = giver and x.student_id = student)
    limit 1
$$;
