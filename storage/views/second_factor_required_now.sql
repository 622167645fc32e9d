-- Whom a second factor is asked from: leadership and admins, and the roles that a school has named.
create view second_factor_required_now as
select r.person_id
from role_now r
where r.role in ('leadership', 'admin')
   or (select true from second_factor_role n where n.school_id = r.school_id and n.role = r.role::text limit 1)
union all
select t.teacher_id
from class_teacher_now t
where (select true from second_factor_role n where n.school_id = t.school_id and n.role = 'class_teacher' limit 1);
