-- The class teachers of every day.
create view class_teacher_days as
select t.class_id, t.teacher_id,
       coalesce(greatest(t.from_day, t.since_day), '-infinity') as from_day, coalesce(t.until_day, 'infinity') as until_day
from class_teacher t where t.ended_at is null
union all
select class_id, teacher_id, from_day, until_day from class_teacher_past;
