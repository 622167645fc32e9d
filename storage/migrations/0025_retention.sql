-- How long a school keeps what is written in each kind of chat, and what is held for the law. Without a row: for ever.

create table retention (
    school_id bigint not null references school,
    kind text not null check (kind in ('private', 'supervised', 'class', 'group', 'interest', 'event')),
    days integer not null check (days between 30 and 36500),
    set_by bigint not null references person,
    set_at timestamptz not null,
    primary key (school_id, kind)
);

create table legal_hold (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    chat_id bigint references chat,
    person_id bigint references person,       -- whatever this person wrote, and their chats of two
    reason text not null check (length(reason) between 1 and 300),
    set_by bigint not null references person,
    set_at timestamptz not null,
    ended_by bigint references person,
    ended_at timestamptz,
    check ((chat_id is null) <> (person_id is null)),
    check ((ended_by is null) = (ended_at is null))
);
create index on legal_hold (school_id) where ended_at is null;

-- Nobody has withdrawn what a school no longer keeps.
do $$
declare one record;
begin
    for one in select conname from pg_constraint
               where conrelid = 'message'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%withdrawn_by%' loop
        execute format('alter table message drop constraint %I', one.conname);
    end loop;
end $$;
alter table message add check (withdrawn_by is null or withdrawn_at is not null);
