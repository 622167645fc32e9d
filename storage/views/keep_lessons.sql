-- Lets go only of lessons that the pattern made for a day to come and that nobody has touched: what is written about a
-- lesson refers to it (docs/decisions/0014-rows-that-stay.md), and nothing is written about a lesson to come.
create or replace function keep_lessons() returns trigger language plpgsql as $$
begin
    if old.row_id is null or old.by_hand or old.cancelled or old.topic <> '' or old.homework <> ''
       or old.kind_id is not null
       or old.day <= (select (now() at time zone s.zone)::date
                      from course c join school s on s.id = c.school_id where c.id = old.course_id) then
        raise exception 'lesson % is kept, it is not deleted: something is written about it', old.id
            using errcode = 'restrict_violation';
    end if;
    return old;
end $$;
