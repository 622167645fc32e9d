-- Keeps on a class and a course the first and the last day of their terms.
create or replace function keep_the_terms() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'class_term' then
        update class c set (first_day, end_day) = (
            select min(a.from_day), max(a.until_day)
            from class_term t join academic_session a on a.id = t.session_id where t.class_id = c.id)
        where c.id = coalesce(new.class_id, old.class_id);
    elsif tg_table_name = 'course_term' then
        update course c set (first_day, end_day) = (
            select min(a.from_day), max(a.until_day)
            from course_term t join academic_session a on a.id = t.session_id where t.course_id = c.id)
        where c.id = coalesce(new.course_id, old.course_id);
    else
        update class c set (first_day, end_day) = (
            select min(a.from_day), max(a.until_day)
            from class_term t join academic_session a on a.id = t.session_id where t.class_id = c.id)
        where c.id in (select t.class_id from class_term t where t.session_id = new.id);
        update course c set (first_day, end_day) = (
            select min(a.from_day), max(a.until_day)
            from course_term t join academic_session a on a.id = t.session_id where t.course_id = c.id)
        where c.id in (select t.course_id from course_term t where t.session_id = new.id);
    end if;
    return null;
end $$;
