-- Who belongs to a school, and through a child.
create view belongs_now as
select r.person_id, r.school_id from role_now r
union all
select g.guardian_id, e.school_id
from guardianship_at_now g
join class_enrolment_now e on e.student_id = g.student_id and e.school_id = g.school_id
where has_service(g.scopes, 'diary');
