-- The class teachers of the classes whose terms run.
create view class_teacher_now as
select t.class_id, t.teacher_id, c.school_id
from class_teacher t
join class c on c.id = t.class_id
where stands(t.ended_at) and stands(c.ended_at)
  and (select true
       from teacher_now n
       join school s on s.id = n.school_id
       where n.person_id = t.teacher_id and n.school_id = c.school_id
         and coalesce(greatest(t.from_day, t.since_day, c.first_day), '-infinity') <= (now() at time zone s.zone)::date
         and (now() at time zone s.zone)::date < coalesce(least(t.until_day, c.end_day), 'infinity') limit 1);
