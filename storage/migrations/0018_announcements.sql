-- Announcements: who wrote them, whom they reached and why, who has confirmed. Merely reading leaves no trace.

create table announcement (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    author_id bigint not null references person,
    title text not null check (length(title) between 1 and 150),
    text text not null check (length(text) between 1 and 8000),
    variants json not null default '[]',      -- the same in other languages
    targets json not null,                    -- for whom, in the words of channels/announcements/model.py: Target
    confirm boolean not null default false,
    confirm_until date,
    urgent text,                              -- why it cannot wait for the morning; null: it can
    state text not null default 'draft' check (state in ('draft', 'scheduled', 'sent', 'recalled')),
    revision integer not null default 1,
    created_at timestamptz not null,
    send_at timestamptz,
    sent_at timestamptz,
    recalled_at timestamptz,
    reminded_at timestamptz,
    check ((state = 'scheduled') = (send_at is not null)),
    check ((state in ('sent', 'recalled')) = (sent_at is not null)),
    check ((state = 'recalled') = (recalled_at is not null)),
    check (confirm or confirm_until is null)
);
create index on announcement (school_id, author_id, id);
create index on announcement (send_at) where state = 'scheduled';

-- Whom it reached, by the roster at the moment of sending.
create table announcement_reader (
    announcement_id bigint not null references announcement,
    person_id bigint not null references person,
    confirmed_at timestamptz,
    primary key (person_id, announcement_id)
);
create index on announcement_reader (announcement_id);

create table announcement_reason (
    announcement_id bigint not null references announcement,
    person_id bigint not null references person,
    addressed text not null check (addressed in ('families', 'students', 'staff')),
    student_id bigint references person,      -- the child, or the student
    class_id bigint references class,
    check ((addressed = 'staff') = (student_id is null)),
    unique nulls not distinct (announcement_id, person_id, addressed, student_id)
);

-- Reasons that still hold. Who has none left may not read the announcement any more.
create view announcement_reason_now as
select r.*
from announcement_reason r
join announcement a on a.id = r.announcement_id
where case r.addressed
    when 'families' then exists (
        select from guardianship_now g
        join class_enrolment_now e on e.student_id = g.student_id and e.school_id = a.school_id
        where g.guardian_id = r.person_id and g.student_id = r.student_id
          and 'diary' = any(g.scopes) and g.relation <> 'trusted')
    when 'students' then exists (
        select from class_enrolment_now e where e.student_id = r.person_id and e.school_id = a.school_id)
    else exists (
        select from role_now o where o.person_id = r.person_id and o.school_id = a.school_id
          and o.role in ('teacher', 'staff', 'leadership', 'admin'))
end;
