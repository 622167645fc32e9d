-- A message with all that stands at it: reactions, files, its poll.
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
