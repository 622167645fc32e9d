-- Changes of single lessons: cancelled, moved, covered, in another room, of another subject, or an event instead.

alter table lesson add column revision integer not null default 1;

-- How a lesson that was changed by hand differs from the pattern. Few have it, and the table of all lessons stays small.
create table lesson_deviation (
    lesson_id bigint primary key references lesson,
    origin_day date, -- the place for which it was made, if it was moved away from there
    origin_number integer,
    instead text not null, -- what is held instead of a cancelled lesson, and is no lesson
    replaced_by bigint references lesson, -- lesson of another course that is held instead of it
    note text not null, -- for the class
    word text not null, -- why it stands although it clashes
    check ((origin_day is null) = (origin_number is null))
);
create index on lesson_deviation (origin_day) where origin_day is not null;

-- A substitution covers a course on some days, or one lesson of it.
alter table substitution add column lesson_id bigint references lesson;
create index on substitution (lesson_id) where lesson_id is not null;

create table lesson_change (
    lesson_id bigint not null references lesson,
    revision integer not null,
    before json,
    after json not null,
    reason text not null,
    word text not null,
    author_id bigint not null references person,
    at timestamptz not null,
    primary key (lesson_id, revision)
);

create table teacher_absence (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    teacher_id bigint not null references person,
    from_day date not null,
    until_day date not null check (from_day < until_day),
    reason text not null,
    author_id bigint not null references person,
    at timestamptz not null,
    ended_at timestamptz
);
create index on teacher_absence (school_id, until_day);
