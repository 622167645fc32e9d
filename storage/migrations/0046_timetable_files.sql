-- Files of timetables that were read and wait to be applied, and what somebody answered about their names.

create table timetable_file (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    name text not null,
    rows json not null,
    terms text[] not null,
    read_by bigint not null references person,
    read_at timestamptz not null,
    applied_at timestamptz
);
create index on timetable_file (school_id);

create table timetable_answer (
    school_id bigint not null references school,
    kind text not null,
    name text not null, -- as it is compared (channels/timetable/names.py)
    target bigint, -- null: nobody, no room, or not wanted
    primary key (school_id, kind, name)
);
