-- Who is in the chat of a school event: its organiser, who comes or may come, and the family of a student who does.
create view member_by_event_now as
select c.id as chat_id, v.organiser_id as person_id, 'owner'::text as role
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
