-- What is in force now. One definition of "now", by the calendar of the school concerned; every right is read from
-- these views and from nowhere else.

create view role_now as
select r.person_id, r.school_id, r.role
from role r
join school s on s.id = r.school_id and s.ended_at is null
join person p on p.id = r.person_id and p.ended_at is null
where r.ended_at is null
  and (r.from_day is null or r.from_day <= (now() at time zone s.zone)::date)
  and (r.until_day is null or (now() at time zone s.zone)::date < r.until_day);

create view class_enrolment_now as
select e.class_id, e.student_id, c.school_id
from class_enrolment e
join class c on c.id = e.class_id and c.ended_at is null
join school s on s.id = c.school_id and s.ended_at is null
join person p on p.id = e.student_id and p.ended_at is null
where e.ended_at is null
  and (e.from_day is null or e.from_day <= (now() at time zone s.zone)::date)
  and (e.until_day is null or (now() at time zone s.zone)::date < e.until_day);

create view class_teacher_now as
select t.class_id, t.teacher_id, c.school_id
from class_teacher t
join class c on c.id = t.class_id and c.ended_at is null
join school s on s.id = c.school_id and s.ended_at is null
join person p on p.id = t.teacher_id and p.ended_at is null
where t.ended_at is null
  and (t.from_day is null or t.from_day <= (now() at time zone s.zone)::date)
  and (t.until_day is null or (now() at time zone s.zone)::date < t.until_day);

create view course_enrolment_now as
select e.course_id, e.student_id
from course_enrolment e
join course c on c.id = e.course_id and c.ended_at is null
join school s on s.id = c.school_id and s.ended_at is null
join person p on p.id = e.student_id and p.ended_at is null
where e.ended_at is null
  and (e.from_day is null or e.from_day <= (now() at time zone s.zone)::date)
  and (e.until_day is null or (now() at time zone s.zone)::date < e.until_day);

-- Who teaches a course today, those who cover for somebody included.
create view teaching_now as
select t.course_id, t.teacher_id, c.school_id, t.is_primary, false as covers
from teaching t
join course c on c.id = t.course_id and c.ended_at is null
join school s on s.id = c.school_id and s.ended_at is null
join person p on p.id = t.teacher_id and p.ended_at is null
where t.ended_at is null
  and (t.from_day is null or t.from_day <= (now() at time zone s.zone)::date)
  and (t.until_day is null or (now() at time zone s.zone)::date < t.until_day)
union all
select u.course_id, u.teacher_id, c.school_id, false, true
from substitution u
join course c on c.id = u.course_id and c.ended_at is null
join school s on s.id = c.school_id and s.ended_at is null
join person p on p.id = u.teacher_id and p.ended_at is null
where u.from_day <= (now() at time zone s.zone)::date and (now() at time zone s.zone)::date < u.until_day;

-- Which guardian follows which child. A restriction is not a right, so it is not here; its own view is below.
create view guardianship_now as
select g.guardian_id, g.student_id, g.relation, g.scopes
from guardianship g
join person a on a.id = g.guardian_id and a.ended_at is null
join person b on b.id = g.student_id and b.ended_at is null
cross join lateral (
    select (now() at time zone coalesce(
        (select s.zone from role r join school s on s.id = r.school_id
         where r.person_id = g.student_id and r.role = 'student' and r.ended_at is null order by r.id limit 1),
        'UTC'))::date as today
) as calendar
where g.ended_at is null and not g.restricted
  and not exists (select from guardianship x where x.guardian_id = g.guardian_id and x.student_id = g.student_id
                  and x.restricted and x.ended_at is null)
  and (g.from_day is null or g.from_day <= calendar.today)
  and (g.until_day is null or calendar.today < g.until_day);

create view restriction_now as
select guardian_id, student_id from guardianship where restricted and ended_at is null;
