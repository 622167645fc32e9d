-- Runs before a row of the five tables is written. A row that ends, or comes to mean somebody or something else, leaves
-- what it said in the past, up to today without today. A row that comes later than what it belongs to, or comes back,
-- and does not say since when, counts from today. A merge of two people (`origin_id`) leaves it as it is.
create or replace function keep_the_past() returns trigger language plpgsql as $$
declare
    today date;
    made date;
    moved boolean := false;
    first_day date;
    last_day date;
begin
    case tg_table_name
        when 'role' then
            select (now() at time zone s.zone)::date, null into today, made from school s where s.id = new.school_id;
        when 'class_enrolment', 'class_teacher' then
            select (now() at time zone s.zone)::date, (c.created_at at time zone s.zone)::date into today, made
            from class c join school s on s.id = c.school_id where c.id = new.class_id;
        else
            select (now() at time zone s.zone)::date, (c.created_at at time zone s.zone)::date into today, made
            from course c join school s on s.id = c.school_id where c.id = new.course_id;
    end case;
    if tg_op = 'INSERT' then
        if new.from_day is null and made < today and new.ended_at is null and new.since_day is null then
            new.since_day := today;
        end if;
        return new;
    end if;
    case tg_table_name
        when 'role' then
            moved := (coalesce(old.origin_id, old.person_id), old.school_id, old.role)
                is distinct from (coalesce(new.origin_id, new.person_id), new.school_id, new.role);
        when 'class_enrolment' then
            moved := (old.class_id, coalesce(old.origin_id, old.student_id))
                is distinct from (new.class_id, coalesce(new.origin_id, new.student_id));
        when 'class_teacher' then
            moved := (old.class_id, coalesce(old.origin_id, old.teacher_id))
                is distinct from (new.class_id, coalesce(new.origin_id, new.teacher_id));
        when 'course_enrolment' then
            moved := (old.course_id, coalesce(old.origin_id, old.student_id))
                is distinct from (new.course_id, coalesce(new.origin_id, new.student_id));
        else
            moved := (old.course_id, coalesce(old.origin_id, old.teacher_id))
                is distinct from (new.course_id, coalesce(new.origin_id, new.teacher_id));
    end case;
    if old.ended_at is null and (moved or new.ended_at is not null) then
        first_day := coalesce(greatest(old.from_day, old.since_day), '-infinity');
        last_day := least(old.until_day, today);
        if first_day < last_day then
            case tg_table_name
                when 'role' then
                    insert into role_past
                    values (old.person_id, old.school_id, old.role, first_day, last_day,
                            old.source_id not like 'implied:%', old.origin_id);
                when 'class_enrolment' then
                    insert into class_enrolment_past
                    values (old.class_id, old.student_id, first_day, last_day, old.origin_id);
                when 'class_teacher' then
                    insert into class_teacher_past
                    values (old.class_id, old.teacher_id, first_day, last_day, old.origin_id);
                when 'course_enrolment' then
                    insert into course_enrolment_past
                    values (old.course_id, old.student_id, first_day, last_day, old.origin_id);
                else
                    insert into teaching_past
                    values (old.course_id, old.teacher_id, old.is_primary, first_day, last_day, old.origin_id);
            end case;
        end if;
    end if;
    if new.ended_at is null then
        if moved then
            new.since_day := today;           -- what this row says now it has never said before
        elsif old.ended_at is not null then
            new.since_day := case when new.from_day is null then today end;
        elsif new.from_day is not null and new.from_day is distinct from old.from_day then
            new.since_day := null;            -- now it says since when
        end if;
    end if;
    return new;
end $$;
