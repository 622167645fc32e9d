-- Who teaches a course today, those who cover for somebody included.
create view teaching_now as
select t.course_id, t.teacher_id, c.school_id, t.is_primary, t.covers, t.covers_from, t.covers_until, t.lesson_id
from (
    select course_id, teacher_id, is_primary, false as covers, null::date as covers_from, null::date as covers_until,
           null::bigint as lesson_id,
           greatest(from_day, since_day) as from_day, until_day, ended_at
    from teaching
    union all
    select course_id, teacher_id, false, true, from_day, until_day, lesson_id, from_day, until_day, null::timestamptz
    from substitution
) t
join course c on c.id = t.course_id
where stands(t.ended_at) and stands(c.ended_at)
  and (select true
       from teacher_now n
       join school s on s.id = n.school_id
       where n.person_id = t.teacher_id and n.school_id = c.school_id
         and coalesce(greatest(t.from_day, c.first_day), '-infinity') <= (now() at time zone s.zone)::date
         and (now() at time zone s.zone)::date < coalesce(least(t.until_day, c.end_day), 'infinity') limit 1);
