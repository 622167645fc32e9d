-- Who taught a course on every day, or one lesson of it. `rank`: who is named as the teacher of a lesson; 0 who covers
-- that lesson, 1 who covers the course on that day, 2 the first teacher, 3 another one.
create view teaching_days as
select t.course_id, t.teacher_id, case when t.is_primary then 2 else 3 end as rank,
       coalesce(greatest(t.from_day, t.since_day), '-infinity') as from_day, coalesce(t.until_day, 'infinity') as until_day,
       null::bigint as lesson_id
from teaching t where t.ended_at is null
union all
select course_id, teacher_id, case when is_primary then 2 else 3 end, from_day, until_day, null from teaching_past
union all
select course_id, teacher_id, case when lesson_id is null then 1 else 0 end, from_day, until_day, lesson_id
from substitution;
