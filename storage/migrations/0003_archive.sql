-- Channels and their numbered publications. The number is taken by updating `top_offset` under the channel's
-- row lock in the transaction that writes the publication, so numbers follow commit order and have no gaps.
-- Everyone who writes to several channels locks them in ascending order of id.

create table archive (
    one boolean primary key default true check (one),
    -- An operator raises this after restoring a backup: acknowledged history may have gone back, so every
    -- reader must be told to reload (storage/archive.py makes the epoch from it).
    generation integer not null default 1
);
insert into archive default values;

create table channel (
    id bigint generated always as identity primary key,
    name text not null unique check (name ~ '^[a-z]+:[0-9]+$'),
    top_offset bigint not null default 0,
    epoch integer not null default 1          -- raised when this one channel's numbering starts anew
);

create table publication (
    channel_id bigint not null references channel,
    "offset" bigint not null,
    at timestamptz not null,
    author_id bigint references person,
    changes_readers boolean not null default false,
    data json not null,                       -- kept to the letter: what was stored is what is sent
    primary key (channel_id, "offset")
);

-- What a write with a client's key answered. Kept apart from what was written, at least seven days: an offline
-- phone may come back with the same key and must get the same answer.
create table idempotency_key (
    person_id bigint not null references person,
    key text not null,
    body_hash bytea not null,
    answer json not null,
    at timestamptz not null,
    primary key (person_id, key)
);
create index on idempotency_key (at);

create type notice_state as enum ('waiting', 'delivered', 'dropped');

-- One fact one absent person must be told. Written in the publishing transaction.
create table notice (
    id bigint generated always as identity primary key,
    person_id bigint not null references person,
    channel_id bigint not null,
    "offset" bigint not null,
    kind text not null,
    state notice_state not null default 'waiting',
    created_at timestamptz not null,
    unique (person_id, channel_id, "offset"),
    foreign key (channel_id, "offset") references publication (channel_id, "offset")
);
create index on notice (id) where state = 'waiting';
