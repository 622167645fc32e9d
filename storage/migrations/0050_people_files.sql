-- Files of people that were brought to a school: their bytes lie in the folder of files, here is what became of them.
create table people_file (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    folder text not null unique,
    names text[] not null,
    state text not null check (state in ('gathering', 'reading', 'refused', 'ready', 'applying', 'applied', 'broken')),
    run integer not null default 0, -- grows with each reading or applying: what an older one says counts no more
    stage text not null default '',
    done integer not null default 0,
    total integer not null default 0,
    answers json not null default '{}', -- heading -> meaning
    asked json, -- how it is to be applied
    report json,
    is_stale boolean not null default false,
    brought_by bigint not null references person,
    brought_at timestamptz not null,
    touched_at timestamptz not null, -- the last sign of life of its run
    applied_at timestamptz
);
create unique index people_file_waits on people_file (school_id) where state <> 'applied';
create index on people_file (school_id, applied_at desc) where state = 'applied';
