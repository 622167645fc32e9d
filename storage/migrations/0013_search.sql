-- Words of messages, in their forms: Russian and English stems (the Russian configuration takes Latin words as English
-- ones), е for ё. One index over chat and words, since one searches in the chats that one may read.

create extension if not exists btree_gin;

create function words_of(text text) returns tsvector language sql immutable parallel safe
return to_tsvector('pg_catalog.russian'::regconfig, translate(text, 'ёЁ', 'еЕ'));

-- The list of what is not yet in its place is read by every search, so it is kept short.
create index message_words on message using gin (chat_id, words_of(text)) with (gin_pending_list_limit = 256);

-- A message that was forwarded says when it was first written, and by whom where that may be told.
alter table message
    add column forwarded_at timestamptz,
    add column forwarded_author bigint;       -- a person

drop view message_shown;
create view message_shown as
select m.*, array(
    select json_build_object('person', r.person_id, 'reaction', r.reaction)
    from reaction r where r.chat_id = m.chat_id and r."offset" = m."offset" order by r.at, r.person_id
) as reactions
from message m
where not m.taken_back;
