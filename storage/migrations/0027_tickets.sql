-- Tickets: what people ask a school's office for, signed in or not, and what became of it.

-- Numbers for people: 1, 2, 3 … in each school.
create table ticket_number (
    school_id bigint primary key references school,
    last bigint not null
);

create table ticket (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    number bigint not null,
    kind text not null check (kind in ('sign_in', 'data', 'diary', 'notices', 'idea', 'other')),
    status text not null check (status in ('new', 'in_work', 'answered', 'closed')),
    writer_id bigint references person,       -- null: a guest
    origin text,                              -- of a guest: where from, unreadable; forgotten when no brake needs it
    address text not null check (length(address) <= 254),
    phone text not null check (length(phone) <= 32),
    language text not null check (language in ('ru', 'en')),
    subject text not null check (length(subject) <= 150),
    taken_by bigint references person,
    opened_at timestamptz not null,
    changed_at timestamptz not null,
    unique (school_id, number),
    check (writer_id is null or origin is null)
);
create index on ticket (school_id, id);
create index on ticket (writer_id, id) where writer_id is not null;
create index on ticket (opened_at) where origin is not null;

-- What was said or done, never changed. The first is what was asked.
create table ticket_entry (
    ticket_id bigint not null references ticket,
    number int not null,
    at timestamptz not null,
    person_id bigint references person,       -- null: a guest, or by the link of a mail
    of_school boolean not null,
    status text not null check (status in ('new', 'in_work', 'answered', 'closed')),
    text text not null check (length(text) <= 4000),
    primary key (ticket_id, number),
    check (not of_school or person_id is not null)
);
