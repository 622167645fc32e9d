-- Who is in a chat by a membership of one's own: for as long as one belongs to a school of the chat.
create view member_by_row_now as
select m.chat_id, m.person_id, m.role
from membership m
join chat c on c.id = m.chat_id
join person p on p.id = m.person_id and p.ended_at is null
where m.left_at is null
  and (c.kind in ('private', 'supervised')
       or (select true from belongs_now b
           where b.person_id = m.person_id
             and (b.school_id = c.school_id
                  or b.school_id in (select j.school_id from joined_now j where j.chat_id = m.chat_id))
           limit 1));
