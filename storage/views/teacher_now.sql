-- Who may teach: a teacher; or, whom no roster ever called a teacher there, anybody of the staff.
create view teacher_now as
select r.person_id, r.school_id
from role_now r
where is_staff(r.role)
  and (r.role = 'teacher'
       or (select true from role x
           where x.person_id = r.person_id and x.school_id = r.school_id and x.role = 'teacher' limit 1) is null);
