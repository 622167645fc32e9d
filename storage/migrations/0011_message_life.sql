-- What becomes of a message after it was sent. What is told stays short: ids and the text that stands now; what stood
-- before is kept here and shown to its author and to who looks after the chat.

alter table message
    add column reply_to bigint,               -- offset of a message in the same chat
    add column mentions bigint[] not null default '{}',  -- persons
    add column revision integer not null default 1,
    add column edited_at timestamptz,
    add column told_at bigint,                -- offset of the publication of the present text; null: "offset"
    add column withdrawn_at timestamptz,
    add column withdrawn_by bigint,           -- a person
    add column taken_back boolean not null default false,  -- by its author, so soon that no trace is shown
    drop constraint message_text_check,
    add check (case when withdrawn_at is null then length(text) between 1 and 8000 else text = '' end),
    add check ((withdrawn_at is null) = (withdrawn_by is null)),
    add check (not taken_back or withdrawn_at is not null);

create table message_revision (
    chat_id bigint not null,
    "offset" bigint not null,                 -- of the message
    revision integer not null,
    text text not null,
    at timestamptz not null,                  -- when it began to stand
    told_at bigint not null,                  -- offset of its publication
    primary key (chat_id, "offset", revision),
    foreign key (chat_id, "offset") references message (chat_id, "offset")
);

create table reaction (
    chat_id bigint not null,
    "offset" bigint not null,
    person_id bigint not null references person,
    reaction text not null,
    at timestamptz not null,
    primary key (chat_id, "offset", person_id),
    foreign key (chat_id, "offset") references message (chat_id, "offset")
);

create table pin (
    chat_id bigint not null,
    "offset" bigint not null,
    pinned_by bigint not null references person,
    at timestamptz not null,
    primary key (chat_id, "offset"),
    foreign key (chat_id, "offset") references message (chat_id, "offset")
);

-- A message as it is shown. Taken back ones are shown nowhere.
create view message_shown as
select m.*, array(
    select json_build_object('person', r.person_id, 'reaction', r.reaction)
    from reaction r where r.chat_id = m.chat_id and r."offset" = m."offset" order by r.at, r.person_id
) as reactions
from message m
where not m.taken_back;

-- A chat has its channel from the beginning, so that writers lock one that there is, before they look who may write.
insert into channel (name) select 'chat:' || id from chat on conflict (name) do nothing;

create function open_channel() returns trigger language plpgsql as $$
begin
    insert into channel (name) values ('chat:' || new.id);
    return null;
end $$;

create trigger has_a_channel after insert on chat for each row execute function open_channel();
