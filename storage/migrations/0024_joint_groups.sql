-- Groups of several schools: invited by who looks after the group, accepted by who leads the other school, as long as both
-- schools allow it.

create table joint_group (
    chat_id bigint not null references chat,
    school_id bigint not null references school,
    invited_by bigint not null references person,
    invited_at timestamptz not null,
    accepted_by bigint references person,
    accepted_at timestamptz,
    primary key (chat_id, school_id),
    check ((accepted_by is null) = (accepted_at is null))
);
create index on joint_group (school_id);

-- The schools whose people may be in a group beside its own.
create view joined_now as
select j.chat_id, j.school_id
from joint_group j
join chat c on c.id = j.chat_id
where j.accepted_at is not null
  and exists (select from school_rule r where r.school_id = c.school_id and r.rule = 'groups_span_schools' and r.allowed)
  and exists (select from school_rule r where r.school_id = j.school_id and r.rule = 'groups_span_schools' and r.allowed);

create or replace view member_now as
select m.chat_id, m.person_id, m.role
from membership m
join chat c on c.id = m.chat_id
join person p on p.id = m.person_id and p.ended_at is null
where m.left_at is null
  and (c.kind in ('private', 'supervised')
       or exists (select from belongs_now b where b.person_id = m.person_id and b.school_id = c.school_id)
       or exists (select from joined_now j join belongs_now b on b.school_id = j.school_id and b.person_id = m.person_id
                  where j.chat_id = m.chat_id))
union all
select c.id, t.teacher_id, 'owner'
from chat c join class_teacher_now t on t.class_id = c.class_id
where c.kind = 'class'
union all
select c.id, g.guardian_id, 'member'
from chat c
join class_enrolment_now e on e.class_id = c.class_id
join guardianship_now g on g.student_id = e.student_id and 'diary' = any(g.scopes) and g.relation <> 'trusted'
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
where exists (select from role_now r where r.person_id = v.organiser_id and r.school_id = v.school_id)
union all
select c.id, g.guardian_id, 'member'
from school_event_seat s
join chat c on c.event_id = s.event_id
join guardianship_now g on g.student_id = s.participant_id and 'diary' = any(g.scopes) and g.relation <> 'trusted'
where s.answer in ('yes', 'maybe')
  and exists (select from school_event_participant_now p
              where p.event_id = s.event_id and p.participant_id = s.participant_id)
union all
select c.id, s.participant_id, 'member'
from school_event_seat s
join chat c on c.event_id = s.event_id
where s.answer in ('yes', 'maybe')
  and exists (select from school_event_participant_now p
              where p.event_id = s.event_id and p.participant_id = s.participant_id and p.addressed = 'staff');
