-- The year as a school itself says it: how many days its week has, its reporting periods per grades, and its free days.
-- Reporting periods stand beside those of rosters, from which they differ by their school: no roster ends them.

create table school_year (
    school_id bigint primary key references school,
    weekdays integer not null check (weekdays in (5, 6)),
    revision integer not null,
    set_by bigint not null references person,
    set_at timestamptz not null
);

create table free_days (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    title text not null,
    from_day date not null,
    until_day date not null check (from_day < until_day)
);
create index on free_days (school_id, from_day);

alter table academic_session
    add column school_id bigint references school,
    add column grade_from integer,
    add column grade_until integer,
    add check (grade_from <= grade_until),
    add check (school_id is not null or grade_from is null);
create index on academic_session (school_id) where school_id is not null;
