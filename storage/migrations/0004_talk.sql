-- Chats. A chat is a channel `chat:ID` with members.

create type chat_kind as enum ('private');

create table chat (
    id bigint generated always as identity primary key,
    kind chat_kind not null,
    school_id bigint not null references school,
    -- of a private chat: both persons, the lower id first, so that two people have one chat
    first_id bigint references person,
    second_id bigint references person,
    opened_at timestamptz not null,
    unique (first_id, second_id),
    check (kind <> 'private' or first_id < second_id)
);

create table membership (
    chat_id bigint not null references chat,
    person_id bigint not null references person,
    seen_offset bigint not null default 0,    -- in the chat's channel
    seen_at timestamptz,
    joined_at timestamptz not null,
    left_at timestamptz,
    primary key (chat_id, person_id)
);
create index on membership (person_id) where left_at is null;

create table message (
    id bigint generated always as identity primary key,
    chat_id bigint not null references chat,
    "offset" bigint not null,                 -- of its publication in the chat's channel
    author_id bigint not null references person,
    key text,                                 -- the writer's own, to recognise it when it comes back
    text text not null check (length(text) between 1 and 8000),
    sent_at timestamptz not null,
    unique (chat_id, "offset")
);
