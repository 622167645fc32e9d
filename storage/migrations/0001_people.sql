-- Schools, people and the links between them. Rostered rows carry where they come from: `source` names the
-- system (one roster never ends another's rows) and `source_id` is the OneRoster sourcedId. A row that a later
-- bulk set lacks is ended (`ended_at`), never deleted, and comes back when the set has it again.

create table school (
    id bigint generated always as identity primary key,
    source text not null,
    source_id text not null,
    name text not null,
    zone text not null,                       -- IANA name, e.g. Europe/Moscow
    ended_at timestamptz,
    unique (source, source_id)
);

create table person (
    id bigint generated always as identity primary key,
    source text not null,
    source_id text not null,
    family_name text not null,
    given_name text not null,
    middle_name text not null default '',
    email text,
    phone text,
    identifier text,                          -- what the school's papers call this person
    username text,                            -- the roster's; a login name only once an account exists
    share_seen boolean,                       -- null: staff yes, families no
    ended_at timestamptz,
    unique (source, source_id)
);

create type role_name as enum
    ('student', 'guardian', 'trusted', 'teacher', 'staff', 'leadership', 'admin');

create table role (
    id bigint generated always as identity primary key,
    source text not null,
    source_id text not null,
    person_id bigint not null references person,
    school_id bigint not null references school,
    role role_name not null,
    from_day date,
    until_day date,                           -- exclusive
    ended_at timestamptz,
    unique (source, source_id)
);
create index on role (person_id) where ended_at is null;
create index on role (school_id, role) where ended_at is null;

create type relation_name as enum ('mother', 'father', 'guardian', 'trusted', 'other');

-- Who may follow which child. A restricted row wins over every other right that person has to the child.
create table guardianship (
    id bigint generated always as identity primary key,
    source text not null,
    guardian_id bigint not null references person,
    student_id bigint not null references person,
    relation relation_name not null,
    scopes text[] not null default '{diary}',
    restricted boolean not null default false,
    from_day date,
    until_day date,                           -- exclusive
    ended_at timestamptz,
    unique (source, guardian_id, student_id)
);
create index on guardianship (student_id) where ended_at is null;
create index on guardianship (guardian_id) where ended_at is null;

-- A class: 5А. OneRoster calls it a class of type homeroom.
create table class (
    id bigint generated always as identity primary key,
    source text not null,
    source_id text not null,
    school_id bigint not null references school,
    name text not null,
    grade integer,
    ended_at timestamptz,
    unique (source, source_id)
);

create table class_enrolment (
    id bigint generated always as identity primary key,
    source text not null,
    source_id text not null,
    class_id bigint not null references class,
    student_id bigint not null references person,
    from_day date,
    until_day date,                           -- exclusive
    ended_at timestamptz,
    unique (source, source_id)
);
create index on class_enrolment (class_id) where ended_at is null;
create index on class_enrolment (student_id) where ended_at is null;

create table class_teacher (
    id bigint generated always as identity primary key,
    source text not null,
    source_id text not null,
    class_id bigint not null references class,
    teacher_id bigint not null references person,
    from_day date,
    until_day date,                           -- exclusive
    ended_at timestamptz,
    unique (source, source_id)
);
create index on class_teacher (class_id) where ended_at is null;
create index on class_teacher (teacher_id) where ended_at is null;

-- A course: mathematics in 5А. OneRoster calls it a class of type scheduled; `subject` is its OneRoster course.
create table course (
    id bigint generated always as identity primary key,
    source text not null,
    source_id text not null,
    school_id bigint not null references school,
    title text not null,
    subject text not null,
    subject_source_id text,                   -- the OneRoster course the subject is the title of: a later file
                                              -- with only changes speaks of that
    grade integer,
    ended_at timestamptz,
    unique (source, source_id)
);
create index on course (school_id) where ended_at is null;

create table course_enrolment (
    id bigint generated always as identity primary key,
    source text not null,
    source_id text not null,
    course_id bigint not null references course,
    student_id bigint not null references person,
    from_day date,
    until_day date,                           -- exclusive
    ended_at timestamptz,
    unique (source, source_id)
);
create index on course_enrolment (course_id) where ended_at is null;
create index on course_enrolment (student_id) where ended_at is null;

create table teaching (
    id bigint generated always as identity primary key,
    source text not null,
    source_id text not null,
    course_id bigint not null references course,
    teacher_id bigint not null references person,
    is_primary boolean not null default false,
    from_day date,
    until_day date,                           -- exclusive
    ended_at timestamptz,
    unique (source, source_id)
);
create index on teaching (course_id) where ended_at is null;
create index on teaching (teacher_id) where ended_at is null;

-- One teacher stands in for another in a course, on the days given, by the school's own calendar.
create table substitution (
    id bigint generated always as identity primary key,
    course_id bigint not null references course,
    teacher_id bigint not null references person,
    from_day date not null,
    until_day date not null,                  -- exclusive
    check (from_day < until_day)
);
create index on substitution (teacher_id);

-- Quarters, half-years, school years.
create table academic_session (
    id bigint generated always as identity primary key,
    source text not null,
    source_id text not null,
    title text not null,
    type text not null,
    from_day date not null,
    until_day date not null,                  -- exclusive, as in OneRoster
    parent_source_id text,
    school_year integer not null,
    ended_at timestamptz,
    unique (source, source_id)
);

-- An account is what one signs in with; a login is one sign-in, on one device.
create table account (
    person_id bigint primary key references person,
    name text not null,
    password_hash text not null,
    changed_at timestamptz not null default now()
);
create unique index on account (lower(name));

create table login (
    id bigint generated always as identity primary key,
    person_id bigint not null references person,
    token_hash bytea not null unique,         -- SHA-256 of 256 random bits: nothing to guess, so nothing to slow down
    started_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    agent text not null default ''
);
create index on login (person_id) where ended_at is null;

-- Failed sign-ins per account name and per address (both hashed): waiting grows, nobody is locked out.
create table sign_in_failure (
    key bytea primary key,
    failures integer not null,
    last_at timestamptz not null
);

create table secret (
    name text primary key,
    value bytea not null
);
