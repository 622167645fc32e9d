-- Changes of single lessons: cancelled, moved, covered, in another room, of another subject, or an event instead.

alter table lesson
    add column revision integer not null default 1,
    add column instead text not null default '', -- what is held instead of a cancelled lesson, and is no lesson
    add column replaced_by bigint references lesson, -- lesson of another course that is held instead of it
    add column note text not null default ''; -- for the class

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
