-- In which lessons a student stands by the roster: those of the courses the student is in on the lesson's day, as a
-- student of the school on that day.
create view lesson_enrolled as
select l.id as lesson_id, e.student_id, l.course_id, l.day
from lesson l
join course c on c.id = l.course_id
join course_enrolment_days e on e.course_id = l.course_id and e.from_day <= l.day and l.day < e.until_day
where (select true from role_days r
       where r.person_id = e.student_id and r.school_id = c.school_id and r.role = 'student'
         and r.from_day <= l.day and l.day < r.until_day limit 1);
