-- Who is in a chat, and as what: by membership, or as the roster says of a class and the answers of a school event.
create view member_now as
select m.chat_id, m.person_id, m.role
from membership m
join chat c on c.id = m.chat_id
join person p on p.id = m.person_id and p.ended_at is null
where m.left_at is null
  and (c.kind in ('private', 'supervised')
       or (select true from belongs_now b where b.person_id = m.person_id and b.school_id = c.school_id limit 1)
       or (select true from belongs_now b
           where b.person_id = m.person_id and b.school_id in (select j.school_id from joined_now j where j.chat_id = m.chat_id)
           limit 1))
union all
select c.id, t.teacher_id, 'owner'
from chat c join class_teacher_now t on t.class_id = c.class_id
where c.kind = 'class'
union all
select c.id, g.guardian_id, 'member'
from chat c
join class_enrolment_now e on e.class_id = c.class_id
join guardianship_at_now g on g.student_id = e.student_id and g.school_id = e.school_id
    and has_service(g.scopes, 'diary') and is_family(g.relation)
where c.kind = 'class' and c.audience = 'families'
union all
select c.id, e.student_id, 'member'
from chat c join class_enrolment_now e on e.class_id = c.class_id
where c.kind = 'class' and c.audience = 'students'
union all
-- a student's class teachers read what other staff and the student write to each other
select c.id, t.teacher_id, 'supervisor'
from chat c
join class_enrolment_now e on e.student_id in (c.first_id, c.second_id)
join class_teacher_now t on t.class_id = e.class_id and t.teacher_id not in (c.first_id, c.second_id)
where c.kind = 'supervised'
union all
select c.id, v.organiser_id, 'owner'
from school_event v
join chat c on c.event_id = v.id
where (select true from role_now r where r.person_id = v.organiser_id and r.school_id = v.school_id limit 1)
union all
select c.id, g.guardian_id, 'member'
from school_event_seat s
join chat c on c.event_id = s.event_id
join guardianship_now g on g.student_id = s.participant_id and has_service(g.scopes, 'diary') and is_family(g.relation)
where s.answer in ('yes', 'maybe')
  and is_asked_to_come(s.event_id, s.participant_id, null)
union all
select c.id, s.participant_id, 'member'
from school_event_seat s
join chat c on c.event_id = s.event_id
where s.answer in ('yes', 'maybe')
  and is_asked_to_come(s.event_id, s.participant_id, 'staff');
