-- The schools whose people may be in a group beside its own.
create view joined_now as
select j.chat_id, j.school_id
from joint_group j
join chat c on c.id = j.chat_id
where j.accepted_at is not null
  and exists (select from school_rule r where r.school_id = c.school_id and r.rule = 'groups_span_schools' and r.allowed)
  and exists (select from school_rule r where r.school_id = j.school_id and r.rule = 'groups_span_schools' and r.allowed);
