-- The class of a student at a school: of several the one begun last.
create view class_enrolment_now as
select e.class_id, e.student_id, e.school_id
from class_enrolment_open_now e
where (select true from class_enrolment_open_now o
       where o.student_id = e.student_id and o.id <> e.id and o.school_id = e.school_id
         and (o.from_day, o.class_id, o.id) > (e.from_day, e.class_id, e.id) limit 1) is null;
