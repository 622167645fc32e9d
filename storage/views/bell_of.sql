-- The bell of a course on a day: by the rule for that day, else by that of its class, for the weekday or always, else by
-- the school's (channels/timetable/bells.py: schedule_on). No row: nobody has said when that lesson is.
create or replace function bell_of(course bigint, day date, number integer) returns table (starts time, ends time)
language sql stable rows 1 as $$
    select b.starts, b.ends
    from (
        select s.id
        from course c
        join bell_schedule s on s.school_id = c.school_id and s.from_day <= $2 and $2 < s.until_day
        join bell_rule r on r.schedule_id = s.id
        where c.id = $1 and (r.class_id is null or r.class_id = c.class_id)
          and (r.weekday is null or r.weekday = extract(isodow from $2)) and (r.day is null or r.day = $2)
        order by r.day is not null desc, r.class_id is not null desc, r.weekday is not null desc, r.id desc
        limit 1
    ) s
    join bell b on b.schedule_id = s.id and b.number = $3
$$;
