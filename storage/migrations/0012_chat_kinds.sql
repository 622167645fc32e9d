-- The kinds of chats a school has. Who is in a chat is read from `member_now` and from nowhere else: of a class's chat it
-- follows from the roster, so it is never behind the roster.

do $$
declare one record;
begin
    for one in select conname from pg_constraint where conrelid = 'chat'::regclass and contype = 'c' loop
        execute format('alter table chat drop constraint %I', one.conname);
    end loop;
end $$;
alter table chat alter column kind type text;
drop type chat_kind;

alter table chat
    add column class_id bigint references class,
    add column audience text check (audience in ('families', 'students')),
    add column description text not null default '' check (length(description) <= 2000),
    -- of an interest group: everybody of the school may come, may ask to, or is brought in
    add column openness text check (openness in ('public', 'request', 'invitation')),
    add column posting text not null default 'all' check (posting in ('all', 'moderators')),
    add check (kind in ('private', 'supervised', 'class', 'group', 'interest')),
    add check ((kind in ('private', 'supervised')) = (first_id is not null and second_id is not null)),
    add check (kind not in ('private', 'supervised') or (first_id < second_id and title is null)),
    add check ((kind in ('group', 'interest')) = (title is not null)),
    add check (length(title) between 1 and 100),
    add check ((kind = 'class') = (class_id is not null and audience is not null)),
    add check ((kind = 'interest') = (openness is not null)),
    add unique (class_id, audience);

-- What a member keeps of a chat for themself. It outlives a membership that ends and comes back.
create table chat_state (
    chat_id bigint not null references chat,
    person_id bigint not null references person,
    seen_offset bigint not null default 0,    -- in the chat's channel
    seen_at timestamptz,
    muted boolean not null default false,
    archived boolean not null default false,
    draft text not null default '' check (length(draft) <= 8000),
    primary key (chat_id, person_id)
);
insert into chat_state (chat_id, person_id, seen_offset, seen_at)
select chat_id, person_id, seen_offset, seen_at from membership;

alter table membership
    drop column seen_offset,
    drop column seen_at,
    add column role text not null default 'member' check (role in ('owner', 'moderator', 'member'));

-- Who has asked to come into an interest group, and is not answered yet.
create table join_request (
    chat_id bigint not null references chat,
    person_id bigint not null references person,
    words text not null default '' check (length(words) <= 300),
    at timestamptz not null,
    primary key (chat_id, person_id)
);

-- Who belongs to a school, and through a child.
create view belongs_now as
select r.person_id, r.school_id from role_now r
union all
select g.guardian_id, e.school_id
from guardianship_now g
join class_enrolment_now e on e.student_id = g.student_id
where 'diary' = any(g.scopes);

-- Who is in a chat, and as what: owner, moderator, member, or supervisor, who reads only. Somebody may be in it twice.
create view member_now as
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
where c.kind = 'supervised';

create index on chat (class_id) where class_id is not null;
create index on chat (second_id) where second_id is not null;
create index on chat (school_id) where kind in ('interest', 'supervised');

-- What a school allows that is not allowed of itself, and the other way round (channels/policy.py: SchoolRule).
create table school_rule (
    school_id bigint not null references school,
    rule text not null,
    allowed boolean not null,
    set_by bigint not null references person,
    set_at timestamptz not null,
    primary key (school_id, rule)
);

-- What was refused or done in somebody else's name. Only ids: no words of anybody.
create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    person_id bigint not null references person,
    action text not null,
    target bigint not null,                   -- the id of what it was about
    outcome text not null                     -- 'done', or the code of the refusal
);
create index on audit (person_id, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are only added', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger only_grows before update or delete on audit
    for each statement execute function refuse_change();
