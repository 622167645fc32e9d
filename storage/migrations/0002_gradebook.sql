-- Bells, lessons, marks with their whole history, attendance.

create table bell (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    number integer not null,
    starts time not null,                     -- local time of the school
    ends time not null,
    unique (school_id, number),
    check (starts < ends)
);

create table mark_kind (
    id bigint generated always as identity primary key,
    source text not null,
    source_id text not null,
    school_id bigint references school,       -- null: for every school
    name_ru text not null,
    name_en text not null,
    short_ru text not null,
    short_en text not null,
    weight integer not null check (weight between 0 and 100),
    ended_at timestamptz,
    unique (source, source_id)
);

create table lesson (
    id bigint generated always as identity primary key,
    course_id bigint not null references course,
    day date not null,
    number integer not null,                  -- which bell
    kind_id bigint references mark_kind,      -- what the teacher plans to mark in this lesson
    room text not null default '',
    topic text not null default '',
    homework text not null default '',
    cancelled boolean not null default false,
    unique (course_id, day, number)
);
create index on lesson (day);

create table mark (
    id bigint generated always as identity primary key,
    lesson_id bigint not null references lesson,
    course_id bigint not null references course,
    student_id bigint not null references person,
    revision integer not null,
    value integer not null check (value between 1 and 5),
    kind_id bigint not null references mark_kind,
    weight integer not null check (weight between 0 and 100),
    comment text not null default '',
    author_id bigint not null references person,
    posted_at timestamptz not null,
    changed_at timestamptz not null,
    withdrawn boolean not null default false,
    reason text not null default ''           -- of the last change
);
create index on mark (course_id, lesson_id);
create index on mark (student_id, lesson_id);

-- Every state a mark has ever had, the present one included. Rows are only ever added.
create table mark_revision (
    mark_id bigint not null references mark,
    revision integer not null,
    value integer not null,
    kind_id bigint not null references mark_kind,
    weight integer not null,
    comment text not null,
    withdrawn boolean not null,
    reason text not null,
    author_id bigint not null references person,
    at timestamptz not null,
    primary key (mark_id, revision)
);

create type attendance_status as enum ('present', 'absent', 'ill', 'late', 'excused');

create table attendance (
    lesson_id bigint not null references lesson,
    student_id bigint not null references person,
    course_id bigint not null references course,
    revision integer not null,
    status attendance_status not null,
    minutes integer check (minutes between 1 and 240),     -- of lateness
    author_id bigint not null references person,
    at timestamptz not null,
    primary key (lesson_id, student_id),
    check (minutes is null or status = 'late')
);
create index on attendance (student_id, lesson_id);
create index on attendance (course_id, lesson_id);

create table attendance_revision (
    lesson_id bigint not null,
    student_id bigint not null,
    revision integer not null,
    status attendance_status not null,
    minutes integer,
    author_id bigint not null references person,
    at timestamptz not null,
    primary key (lesson_id, student_id, revision),
    foreign key (lesson_id, student_id) references attendance (lesson_id, student_id)
);
