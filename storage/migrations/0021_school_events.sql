-- School events: trips, olympiads, meetings. Who is asked to come follows from the roster of now; what they answered stays.

create table school_event (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    organiser_id bigint not null references person,
    kind text not null check (kind in ('trip', 'olympiad', 'competition', 'conference', 'seminar', 'meeting', 'other')),
    title text not null check (length(title) between 1 and 150),
    text text not null default '' check (length(text) <= 4000),
    place text not null default '' check (length(place) <= 200),
    subject text not null default '' check (length(subject) <= 100),
    starts_at timestamptz not null,
    ends_at timestamptz check (ends_at > starts_at),
    answer_until timestamptz,
    capacity integer check (capacity between 1 and 100000),
    city text[] not null default '{}' check (city <@ array['families', 'students', 'staff']),  -- of all schools
    revision integer not null default 1,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    cancelled_at timestamptz,
    cancelled_because text not null default '' check (length(cancelled_because) <= 300)
);
create index on school_event (starts_at, id);
create index on school_event (organiser_id);

-- For whom it is, in the words of channels/announcements/model.py: Target, one row for each kind of people.
create table school_event_target (
    event_id bigint not null references school_event,
    "of" text not null check ("of" in ('school', 'grade', 'class', 'course')),
    number bigint,                            -- a class, a course, a grade
    addressed text not null check (addressed in ('families', 'students', 'staff')),
    unique nulls not distinct (event_id, "of", number, addressed),
    check (("of" = 'school') = (number is null))
);

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
join role_now r on r.school_id = v.school_id and r.role in ('teacher', 'staff', 'leadership', 'admin')
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
join role_now r on r.role in ('teacher', 'staff', 'leadership', 'admin')
where 'staff' = any(v.city);

-- What was answered for a participant. A student's yes counts once a guardian, or the organiser, has agreed.
create sequence school_event_turn;
create table school_event_seat (
    event_id bigint not null references school_event,
    participant_id bigint not null references person,
    answer text not null check (answer in ('yes', 'maybe', 'no')),
    agreed boolean not null,
    turn bigint not null default nextval('school_event_turn'),  -- drawn again whenever a yes begins to count
    answered_by bigint not null references person,
    answered_at timestamptz not null,
    primary key (event_id, participant_id)
);
create index on school_event_seat (participant_id);

-- Of an event's answers those of people who are still asked, with their place: who goes, and who waits in which place.
create view school_event_seat_now as
select s.event_id, s.participant_id, s.answer, s.agreed, s.answered_by, s.answered_at,
       case when s.answer <> 'yes' then null
            when not s.agreed then 'asked'
            when v.capacity is null or s.place <= v.capacity then 'going'
            else 'waiting' end as standing,
       case when s.answer = 'yes' and s.agreed and s.place > v.capacity then s.place - v.capacity end as waiting
from (
    select s.*, row_number() over (partition by s.event_id, s.answer = 'yes' and s.agreed order by s.turn) as place
    from school_event_seat s
    where exists (select from school_event_participant_now p
                  where p.event_id = s.event_id and p.participant_id = s.participant_id)
) s
join school_event v on v.id = s.event_id;

-- An event may have a chat: of its organiser and of the grown-ups of those who come, or may come.
do $$
declare one record;
begin
    for one in select conname from pg_constraint
               where conrelid = 'chat'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%interest%' loop
        execute format('alter table chat drop constraint %I', one.conname);
    end loop;
end $$;
alter table chat
    add column event_id bigint references school_event unique,
    add check (kind in ('private', 'supervised', 'class', 'group', 'interest', 'event')),
    add check ((kind in ('group', 'interest', 'event')) = (title is not null)),
    add check ((kind = 'interest') = (openness is not null)),
    add check ((kind = 'event') = (event_id is not null));
alter table chat drop constraint if exists chat_title_check, add check (length(title) between 1 and 150);

create or replace view member_now as
select m.chat_id, m.person_id, m.role
from membership m
join chat c on c.id = m.chat_id
join person p on p.id = m.person_id and p.ended_at is null
where m.left_at is null
  and (c.kind in ('private', 'supervised')
       or exists (select from belongs_now b where b.person_id = m.person_id and b.school_id = c.school_id))
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

-- The secret address of somebody's calendar. Only its hash is here: who reads the table cannot read calendars.
create table calendar_address (
    person_id bigint primary key references person,
    secret_hash bytea not null unique,
    made_at timestamptz not null
);
