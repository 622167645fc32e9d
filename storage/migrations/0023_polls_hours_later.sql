-- Questions with answers to choose from, messages that go later, and when a teacher is there for messages.

create table poll (
    chat_id bigint not null,
    "offset" bigint not null,                 -- of the message that asks
    options text[] not null check (cardinality(options) between 2 and 10),
    multiple boolean not null,
    closes_at timestamptz,
    closed_at timestamptz,
    primary key (chat_id, "offset"),
    foreign key (chat_id, "offset") references message (chat_id, "offset")
);

create table vote (
    chat_id bigint not null,
    "offset" bigint not null,
    person_id bigint not null references person,
    choices smallint[] not null check (cardinality(choices) between 1 and 10),  -- places among the options, from 0
    at timestamptz not null,
    primary key (chat_id, "offset", person_id),
    foreign key (chat_id, "offset") references poll (chat_id, "offset")
);

alter table message add column has_poll boolean not null default false;

drop view message_shown;
create view message_shown as
select m.*, array(
    select json_build_object('person', r.person_id, 'reaction', r.reaction)
    from reaction r where r.chat_id = m.chat_id and r."offset" = m."offset" order by r.at, r.person_id
) as reactions,
case when m.file_count = 0 then '{}'::json[] else array(
    select json_build_object('id', f.id, 'name', f.name, 'type', f.type, 'size', f.size, 'width', f.width,
                             'height', f.height, 'preview', f.preview)
    from file f where f.chat_id = m.chat_id and f.message_offset = m."offset" and f.state = 'ready' order by f.position
) end as files,
case when m.has_poll and m.withdrawn_at is null then (
    select json_build_object('options', p.options, 'multiple', p.multiple, 'closes_at', p.closes_at,
        'closed_at', p.closed_at, 'votes', array(
            select json_build_object('person', v.person_id, 'choices', v.choices)
            from vote v where v.chat_id = p.chat_id and v."offset" = p."offset" order by v.at, v.person_id))
    from poll p where p.chat_id = m.chat_id and p."offset" = m."offset"
) end as poll
from message m
where not m.taken_back;

-- Waits for its time. What could not be sent then stays, with the code of the refusal.
create table later_message (
    id bigint generated always as identity primary key,
    chat_id bigint not null references chat,
    person_id bigint not null references person,
    body json not null,                       -- channels/talk/asked.py: NewMessage
    send_at timestamptz not null,
    made_at timestamptz not null,
    refused text
);
create index on later_message (send_at) where refused is null;
create index on later_message (person_id, chat_id);

create table office_hours (
    person_id bigint primary key references person,
    hours json not null,                      -- channels/talk/hours.py: Hours
    changed_at timestamptz not null
);
