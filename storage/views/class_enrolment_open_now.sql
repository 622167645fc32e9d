-- Every class a student is in. More than one of a school is a slip of the roster: class_enrolment_now takes one.
create view class_enrolment_open_now as
select e.id, e.class_id, e.student_id, c.school_id, coalesce(greatest(e.from_day, e.since_day), '-infinity') as from_day
from class_enrolment e
join class c on c.id = e.class_id
where stands(e.ended_at) and stands(c.ended_at)
  and (select true
       from role_now r
       join school s on s.id = r.school_id
       where r.person_id = e.student_id and r.school_id = c.school_id and r.role = 'student'
         and coalesce(greatest(e.from_day, e.since_day, c.first_day), '-infinity') <= (now() at time zone s.zone)::date
         and (now() at time zone s.zone)::date < coalesce(least(e.until_day, c.end_day), 'infinity') limit 1);
