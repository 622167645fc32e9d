-- The classes of students on every day.
create view class_enrolment_days as
select e.class_id, e.student_id,
       coalesce(greatest(e.from_day, e.since_day), '-infinity') as from_day, coalesce(e.until_day, 'infinity') as until_day
from class_enrolment e where e.ended_at is null
union all
select class_id, student_id, from_day, until_day from class_enrolment_past;
