-- Who is in a chat as a class teacher: of the class, or of a student whom staff and the student write to.
create view member_by_class_teacher_now as
select c.id as chat_id, t.teacher_id as person_id, 'owner'::text as role
from chat c join class_teacher_now t on t.class_id = c.class_id
where c.kind = 'class'
union all
-- a student's class teachers read what other staff and the student write to each other
select c.id, t.teacher_id, 'supervisor'
from chat c
join class_enrolment_now e on e.student_id in (c.first_id, c.second_id)
join class_teacher_now t on t.class_id = e.class_id and t.teacher_id not in (c.first_id, c.second_id)
where c.kind = 'supervised';
