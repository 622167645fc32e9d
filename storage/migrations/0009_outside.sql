-- The keys with which other systems rang. Kept apart from those of people, which belong to a person.
create table outside_key (
    channel_id bigint not null references channel,
    key text not null,
    "offset" bigint not null,
    body_hash bytea not null,
    at timestamptz not null,
    primary key (channel_id, key)
);
create index on outside_key (at);
