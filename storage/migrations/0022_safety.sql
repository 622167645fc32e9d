-- Safety: who looks after it in a school, what was reported to them, what they decided, and who wants nothing from whom.

create table safeguarding (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    person_id bigint not null references person,
    appointed_by bigint not null references person,
    appointed_at timestamptz not null,
    ended_by bigint references person,
    ended_at timestamptz,
    check ((ended_by is null) = (ended_at is null))
);
create unique index on safeguarding (school_id, person_id) where ended_at is null;

-- Who looks after safety now: staff of the school, as long as they are that.
create view safeguarding_now as
select distinct s.school_id, s.person_id
from safeguarding s
join role_now r on r.school_id = s.school_id and r.person_id = s.person_id
    and r.role in ('teacher', 'staff', 'leadership', 'admin')
where s.ended_at is null;

-- One message, reported once or by many, or found by a word of the school's list. The evidence stays as it was then.
create table report (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    chat_id bigint not null references chat,
    message_offset bigint not null,
    evidence json not null,                   -- channels/safety/model.py: Evidence
    word text,                                -- of the school's list, where it was found by one
    state text not null default 'open' check (state in ('open', 'taken', 'closed')),
    opened_at timestamptz not null,
    taken_by bigint references person,
    taken_at timestamptz,
    decision text check (decision in ('nothing', 'withdrawn', 'silenced', 'passed_on')),
    note text not null default '' check (length(note) <= 2000),
    decided_by bigint references person,
    decided_at timestamptz,
    foreign key (chat_id, message_offset) references message (chat_id, "offset"),
    check ((state = 'closed') = (decision is not null)),
    check ((decision is null) = (decided_at is null))
);
create unique index report_under_way on report (chat_id, message_offset) where state <> 'closed';
create index on report (school_id, id);

create table report_by (
    report_id bigint not null references report,
    person_id bigint not null references person,
    reason text not null check (reason in ('insult', 'threat', 'contact', 'indecent', 'spam', 'other')),
    words text not null default '' check (length(words) <= 1000),
    at timestamptz not null,
    primary key (report_id, person_id)
);

-- Files of the evidence: their bytes stay as long as the report is under way.
create table report_file (
    report_id bigint not null references report,
    file_id bigint not null references file,
    primary key (report_id, file_id)
);
create index on report_file (file_id);

-- Who may only read in a chat until a moment.
create table silence (
    chat_id bigint not null references chat,
    person_id bigint not null references person,
    until timestamptz not null,
    set_by bigint not null references person,
    set_at timestamptz not null,
    primary key (chat_id, person_id)
);

create table block (
    person_id bigint not null references person,
    blocked_id bigint not null references person,
    at timestamptz not null,
    primary key (person_id, blocked_id),
    check (person_id <> blocked_id)
);

-- Words of a school's list, as their stems, and how far messages have been looked through for them.
create table watched_word (
    school_id bigint not null references school,
    word text not null check (length(word) between 2 and 50),
    set_by bigint not null references person,
    set_at timestamptz not null,
    primary key (school_id, word)
);
create table watched_until (
    school_id bigint primary key references school,
    message_id bigint not null
);
