-- Who is asked to come: a student (as a student, or with the family), or somebody of the staff; `named` by class,
-- course, year or school, or because it is open to the city.
create view school_event_participant_now as
select t.event_id, e.student_id as participant_id, t.addressed, e.class_id, true as named
from school_event_target t
join school_event v on v.id = t.event_id
join class_enrolment_now e on e.school_id = v.school_id
join class k on k.id = e.class_id
where t.addressed in ('families', 'students')
  and case t."of"
      when 'school' then true
      when 'grade' then k.grade = t.number
      when 'class' then e.class_id = t.number
      else exists (select from course_enrolment_now c where c.course_id = t.number and c.student_id = e.student_id)
      end
union all
select t.event_id, r.person_id, t.addressed, null, true
from school_event_target t
join school_event v on v.id = t.event_id
join role_now r on r.school_id = v.school_id and is_staff(r.role)
where t.addressed = 'staff'
  and case t."of"
      when 'school' then true
      when 'course' then exists (
          select from teaching_now w where w.course_id = t.number and w.teacher_id = r.person_id)
      else exists (
          select from class_enrolment_now e
          join class k on k.id = e.class_id
          where e.school_id = v.school_id and (t."of" = 'class' and k.id = t.number or t."of" = 'grade' and k.grade = t.number)
            and (exists (select from class_teacher_now l where l.class_id = k.id and l.teacher_id = r.person_id)
                 or exists (select from course_enrolment_now c
                            join teaching_now w on w.course_id = c.course_id and w.teacher_id = r.person_id
                            where c.student_id = e.student_id)))
      end
union all
select v.id, e.student_id, a.addressed, e.class_id, false
from school_event v
cross join lateral unnest(v.city) as a (addressed)
join class_enrolment_now e on a.addressed in ('families', 'students')
union all
select v.id, r.person_id, 'staff', null, false
from school_event v
join role_now r on is_staff(r.role)
where 'staff' = any(v.city);
