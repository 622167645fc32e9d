-- In which lessons a student stands: by the roster, and those in which somebody signed a mark or an attendance, whatever
-- a roster says.
create view lesson_student as
select lesson_id, student_id, course_id, day from lesson_enrolled
union
select l.id, m.student_id, l.course_id, l.day
from mark m join lesson l on l.id = m.lesson_id and l.course_id = m.course_id where not m.withdrawn
union
select l.id, a.student_id, l.course_id, l.day
from attendance a join lesson l on l.id = a.lesson_id and l.course_id = a.course_id;
