-- Searching looks through the newest messages first: whoever searches for a word that is everywhere has found a page of
-- them there, however long the archive is. So a message keeps its words, and a chat's messages stand by their ids, too.

drop view message_shown;
drop index message_words;
alter table message add column words tsvector not null generated always as (words_of(text)) stored;
create index message_words on message using gin (chat_id, words) with (gin_pending_list_limit = 256);
create index on message (chat_id, id);

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
