-- The reasons for which somebody was sent an announcement that hold still.
create view announcement_reason_now as
select r.*
from announcement_reason r
join announcement a on a.id = r.announcement_id
where case r.addressed
    when 'families' then (
        select true from guardianship_at_now g
        join class_enrolment_now e on e.student_id = g.student_id and e.school_id = g.school_id
        where g.guardian_id = r.person_id and g.student_id = r.student_id and g.school_id = a.school_id
          and has_service(g.scopes, 'diary') and is_family(g.relation) limit 1)
    when 'students' then (
        select true from class_enrolment_now e where e.student_id = r.person_id and e.school_id = a.school_id limit 1)
    else (
        select true from role_now o where o.person_id = r.person_id and o.school_id = a.school_id
          and is_staff(o.role) limit 1)
end;
