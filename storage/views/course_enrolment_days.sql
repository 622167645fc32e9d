-- The courses of students on every day.
create view course_enrolment_days as
select e.course_id, e.student_id,
       coalesce(greatest(e.from_day, e.since_day), '-infinity') as from_day, coalesce(e.until_day, 'infinity') as until_day
from course_enrolment e where e.ended_at is null
union all
select course_id, student_id, from_day, until_day from course_enrolment_past;
