-- The students of the courses whose terms run.
create view course_enrolment_now as
select e.course_id, e.student_id
from course_enrolment e
join course c on c.id = e.course_id
where stands(e.ended_at) and stands(c.ended_at)
  and (select true
       from role_now r
       join school s on s.id = r.school_id
       where r.person_id = e.student_id and r.school_id = c.school_id and r.role = 'student'
         and coalesce(greatest(e.from_day, e.since_day, c.first_day), '-infinity') <= (now() at time zone s.zone)::date
         and (now() at time zone s.zone)::date < coalesce(least(e.until_day, c.end_day), 'infinity') limit 1);
