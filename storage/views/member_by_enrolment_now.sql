-- Who is in a class's chat as the roster says: its students, or their families.
create view member_by_enrolment_now as
select c.id as chat_id, g.guardian_id as person_id, 'member'::text as role
from chat c
join class_enrolment_now e on e.class_id = c.class_id
join guardianship_at_now g on g.student_id = e.student_id and g.school_id = e.school_id
    and has_service(g.scopes, 'diary') and is_family(g.relation)
where c.kind = 'class' and c.audience = 'families'
union all
select c.id, e.student_id, 'member'
from chat c join class_enrolment_now e on e.class_id = c.class_id
where c.kind = 'class' and c.audience = 'students';
