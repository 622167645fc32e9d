-- Files that go along with messages. Their bytes are elsewhere, under a random name; forwarding makes another row over
-- the same bytes.

create table file (
    id bigint generated always as identity primary key,
    chat_id bigint not null references chat,
    person_id bigint not null references person,  -- who brought it, or forwarded it
    name text not null check (length(name) between 1 and 150),
    type text not null,
    announced bigint not null check (announced > 0),  -- bytes that were to come
    forwarded boolean not null default false,
    blob text not null,
    state text not null default 'uploading' check (state in ('uploading', 'waiting', 'ready', 'refused', 'taken')),
    refused text,                             -- the code of the refusal
    size bigint,                              -- bytes that are kept
    width integer,
    height integer,
    preview boolean not null default false,
    at timestamptz not null,
    message_offset bigint,                    -- in the same chat
    position smallint,                        -- among the files of the message
    bytes_removed boolean not null default false,
    foreign key (chat_id, message_offset) references message (chat_id, "offset"),
    check ((state = 'refused') = (refused is not null)),
    check (state not in ('waiting', 'ready') or size is not null),
    check (message_offset is null or state in ('ready', 'taken')),
    check ((message_offset is null) = (position is null)),
    unique (chat_id, message_offset, position)
);
create index on file (person_id, at);
create index on file (blob);
create index on file (at) where message_offset is null and state in ('uploading', 'waiting', 'ready');
create index on file (id) where state in ('refused', 'taken') and not bytes_removed;

-- How many files a message has stands with it: most have none, and are shown without looking for any.
do $$
declare one record;
begin
    for one in select conname from pg_constraint
               where conrelid = 'message'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%length(text)%' loop
        execute format('alter table message drop constraint %I', one.conname);
    end loop;
end $$;
alter table message
    add column file_count smallint not null default 0 check (file_count between 0 and 10),
    add constraint message_text_check check (
        case when withdrawn_at is null then length(text) between case file_count when 0 then 1 else 0 end and 8000
        else text = '' and file_count = 0 end);

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
) end as files
from message m
where not m.taken_back;
