-- The pattern of a timetable, and the lessons that were made from it.

create table school_timetable (
    school_id bigint primary key references school,
    made_until date not null default '-infinity' -- up to where lessons were made
);

create table pattern_row (
    id bigint generated always as identity primary key,
    course_id bigint not null references course,
    weekday integer not null check (weekday between 1 and 7),
    number integer not null,
    room_id bigint references room,
    cycle integer not null check (cycle between 1 and 4),
    weeks integer[] not null, -- of the cycle; 1 is the anchor's
    anchor date not null,
    from_day date not null,
    until_day date not null check (from_day <= until_day), -- the same day: it was taken back before it began
    word text not null default '', -- why it stands although it clashes
    added_by bigint not null references person,
    added_at timestamptz not null
);
create index on pattern_row (course_id, until_day);

-- by_hand: somebody changed this lesson, and the pattern leaves it alone.
alter table lesson
    add column row_id bigint references pattern_row,
    add column by_hand boolean not null default false;

-- Lessons of the pattern that nobody has touched go with it; all others stay. See storage/views/keep_lessons.sql.
drop trigger stays on lesson;
create function keep_lessons() returns trigger language plpgsql as $$ begin return null; end $$;
create trigger kept before delete on lesson for each row execute function keep_lessons();
