-- What is in force now, and what was on a day. Every right is read from the views `..._now`, every fact of a lesson's
-- day from the views `..._days`, and from nowhere else (docs/decisions/0025-in-force.md).
--
-- A tie gives nothing without the role it hangs on: who teaches needs a role of staff, who follows a child one of the
-- family, who is in a class or a course one as a student, each at that school.

create index on role (person_id, school_id, role);
drop index role_school_id_role_idx;           -- without the person it was taken to look up one role among all of a school
create index on role (school_id, role, person_id);
drop index role_person_id_idx, guardianship_student_id_idx, guardianship_guardian_id_idx,
    class_enrolment_class_id_idx, class_enrolment_student_id_idx, class_teacher_class_id_idx, class_teacher_teacher_id_idx,
    course_enrolment_course_id_idx, course_enrolment_student_id_idx, teaching_course_id_idx, teaching_teacher_id_idx;
create index on guardianship (student_id);    -- all of them without a condition, for what `stands` says of it
create index on guardianship (guardian_id);
create index on class_enrolment (class_id);
create index on class_enrolment (student_id);
create index on class_teacher (class_id);
create index on class_teacher (teacher_id);
create index on course_enrolment (course_id);
create index on course_enrolment (student_id);
create index on teaching (course_id);
create index on teaching (teacher_id);
create index on substitution (course_id);

-- 1. The past of rows that change. `since_day`: not before that day, whatever `from_day` says.

alter table class add column created_at timestamptz not null default now();
alter table course add column created_at timestamptz not null default now();
update class set created_at = '-infinity';
update course set created_at = '-infinity';

alter table role add column since_day date;
alter table class_enrolment add column since_day date;
alter table class_teacher add column since_day date;
alter table course_enrolment add column since_day date;
alter table teaching add column since_day date;

create table role_past (
    person_id bigint not null references person,
    school_id bigint not null references school,
    role role_name not null,
    from_day date not null,
    until_day date not null,                  -- exclusive
    given boolean not null,                   -- by a roster; else a tie implied it
    check (from_day < until_day)
);
create index on role_past (person_id);
create table class_enrolment_past (
    class_id bigint not null references class,
    student_id bigint not null references person,
    from_day date not null,
    until_day date not null,
    check (from_day < until_day)
);
create index on class_enrolment_past (student_id);
create table class_teacher_past (
    class_id bigint not null references class,
    teacher_id bigint not null references person,
    from_day date not null,
    until_day date not null,
    check (from_day < until_day)
);
create index on class_teacher_past (class_id);
create table course_enrolment_past (
    course_id bigint not null references course,
    student_id bigint not null references person,
    from_day date not null,
    until_day date not null,
    check (from_day < until_day)
);
create index on course_enrolment_past (student_id);
create index on course_enrolment_past (course_id);
create table teaching_past (
    course_id bigint not null references course,
    teacher_id bigint not null references person,
    is_primary boolean not null,
    from_day date not null,
    until_day date not null,
    check (from_day < until_day)
);
create index on teaching_past (course_id);

-- What had ended before there was a past: until the day on which it ended.
insert into role_past
select r.person_id, r.school_id, r.role, coalesce(r.from_day, '-infinity'), e.day, true
from role r join school s on s.id = r.school_id
cross join lateral (select least(r.until_day, (r.ended_at at time zone s.zone)::date) as day) e
where r.ended_at is not null and coalesce(r.from_day, '-infinity') < e.day;
insert into class_enrolment_past
select r.class_id, r.student_id, coalesce(r.from_day, '-infinity'), e.day
from class_enrolment r join class c on c.id = r.class_id join school s on s.id = c.school_id
cross join lateral (select least(r.until_day, (r.ended_at at time zone s.zone)::date) as day) e
where r.ended_at is not null and coalesce(r.from_day, '-infinity') < e.day;
insert into class_teacher_past
select r.class_id, r.teacher_id, coalesce(r.from_day, '-infinity'), e.day
from class_teacher r join class c on c.id = r.class_id join school s on s.id = c.school_id
cross join lateral (select least(r.until_day, (r.ended_at at time zone s.zone)::date) as day) e
where r.ended_at is not null and coalesce(r.from_day, '-infinity') < e.day;
insert into course_enrolment_past
select r.course_id, r.student_id, coalesce(r.from_day, '-infinity'), e.day
from course_enrolment r join course c on c.id = r.course_id join school s on s.id = c.school_id
cross join lateral (select least(r.until_day, (r.ended_at at time zone s.zone)::date) as day) e
where r.ended_at is not null and coalesce(r.from_day, '-infinity') < e.day;
insert into teaching_past
select r.course_id, r.teacher_id, r.is_primary, coalesce(r.from_day, '-infinity'), e.day
from teaching r join course c on c.id = r.course_id join school s on s.id = c.school_id
cross join lateral (select least(r.until_day, (r.ended_at at time zone s.zone)::date) as day) e
where r.ended_at is not null and coalesce(r.from_day, '-infinity') < e.day;

-- Runs before a row of the five tables is written. A row that ends, or comes to mean somebody or something else, leaves
-- what it said in the past, up to today without today. A row that comes later than what it belongs to, or comes back,
-- and does not say since when, counts from today.
create function keep_the_past() returns trigger language plpgsql as $$
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
            moved := (old.person_id, old.school_id, old.role) is distinct from (new.person_id, new.school_id, new.role);
        when 'class_enrolment' then
            moved := (old.class_id, old.student_id) is distinct from (new.class_id, new.student_id);
        when 'class_teacher' then
            moved := (old.class_id, old.teacher_id) is distinct from (new.class_id, new.teacher_id);
        when 'course_enrolment' then
            moved := (old.course_id, old.student_id) is distinct from (new.course_id, new.student_id);
        else
            moved := (old.course_id, old.teacher_id) is distinct from (new.course_id, new.teacher_id);
    end case;
    if old.ended_at is null and (moved or new.ended_at is not null) then
        first_day := coalesce(greatest(old.from_day, old.since_day), '-infinity');
        last_day := least(old.until_day, today);
        if first_day < last_day then
            case tg_table_name
                when 'role' then
                    insert into role_past
                    values (old.person_id, old.school_id, old.role, first_day, last_day, old.source_id not like 'implied:%');
                when 'class_enrolment' then
                    insert into class_enrolment_past values (old.class_id, old.student_id, first_day, last_day);
                when 'class_teacher' then
                    insert into class_teacher_past values (old.class_id, old.teacher_id, first_day, last_day);
                when 'course_enrolment' then
                    insert into course_enrolment_past values (old.course_id, old.student_id, first_day, last_day);
                else
                    insert into teaching_past values (old.course_id, old.teacher_id, old.is_primary, first_day, last_day);
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

create trigger past before insert or update on role for each row execute function keep_the_past();
create trigger past before insert or update on class_enrolment for each row execute function keep_the_past();
create trigger past before insert or update on class_teacher for each row execute function keep_the_past();
create trigger past before insert or update on course_enrolment for each row execute function keep_the_past();
create trigger past before insert or update on teaching for each row execute function keep_the_past();

-- 2. From when until when a class or a course runs: from the first day of its first term to the last of its last. Between
-- two of its terms it runs; one that names no terms runs as long as its row is in force.

alter table class add column first_day date, add column end_day date;      -- end: exclusive
alter table course add column first_day date, add column end_day date;

create function keep_the_terms() returns trigger language plpgsql as $$
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

create index on class_term (session_id);
create index on course_term (session_id);
create trigger terms after insert or update or delete on class_term for each row execute function keep_the_terms();
create trigger terms after insert or update or delete on course_term for each row execute function keep_the_terms();
create trigger terms after update of from_day, until_day on academic_session
    for each row when ((old.from_day, old.until_day) is distinct from (new.from_day, new.until_day))
    execute function keep_the_terms();

-- 3. What is in force now, by the calendar of the school concerned. What a row hangs on stands as
-- `(select true … limit 1)`: it is looked up for each row by its keys, whatever the statistics say.

-- Whether a row has not ended. Said so because PostgreSQL takes "is null" for rare where it knows nothing of a table,
-- and would begin with all rows of the one table instead of those of the person asked for.
create function stands(ended_at timestamptz) returns boolean
language sql immutable parallel safe as $$ select coalesce(ended_at, 'infinity') >= 'infinity'::timestamptz $$;

create or replace view role_now as
select r.person_id, r.school_id, r.role
from role r
where stands(r.ended_at)
  and (select true
       from school s
       join person p on p.id = r.person_id and stands(p.ended_at)
       where s.id = r.school_id and stands(s.ended_at)
         and coalesce(greatest(r.from_day, r.since_day), '-infinity') <= (now() at time zone s.zone)::date
         and (now() at time zone s.zone)::date < coalesce(r.until_day, 'infinity') limit 1);

-- Who may teach: a teacher; or, whom no roster ever called a teacher there, anybody of the staff.
create view teacher_now as
select r.person_id, r.school_id
from role_now r
where r.role in ('teacher', 'staff', 'leadership', 'admin')
  and (r.role = 'teacher'
       or (select true from role x
           where x.person_id = r.person_id and x.school_id = r.school_id and x.role = 'teacher' limit 1) is null);

-- Every class a student is in. More than one of a school is a slip of the roster: the view below takes one.
create view class_enrolment_open_now as
select e.id, e.class_id, e.student_id, c.school_id, coalesce(greatest(e.from_day, e.since_day), '-infinity') as from_day
from class_enrolment e
join class c on c.id = e.class_id
where stands(e.ended_at) and stands(c.ended_at)
  and (select true
       from role_now r
       join school s on s.id = r.school_id
       where r.person_id = e.student_id and r.school_id = c.school_id and r.role = 'student'
         and coalesce(greatest(e.from_day, e.since_day, c.first_day), '-infinity') <= (now() at time zone s.zone)::date
         and (now() at time zone s.zone)::date < coalesce(least(e.until_day, c.end_day), 'infinity') limit 1);

-- The class of a student at a school: of several the one begun last.
create or replace view class_enrolment_now as
select e.class_id, e.student_id, e.school_id
from class_enrolment_open_now e
where (select true from class_enrolment_open_now o
       where o.student_id = e.student_id and o.id <> e.id and o.school_id = e.school_id
         and (o.from_day, o.class_id, o.id) > (e.from_day, e.class_id, e.id) limit 1) is null;

create or replace view class_teacher_now as
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

create or replace view course_enrolment_now as
select e.course_id, e.student_id
from course_enrolment e
join course c on c.id = e.course_id
where stands(e.ended_at) and stands(c.ended_at)
  and (select true
       from role_now r
       join school s on s.id = r.school_id
       where r.person_id = e.student_id and r.school_id = c.school_id and r.role = 'student'
         and coalesce(greatest(e.from_day, e.since_day, c.first_day), '-infinity') <= (now() at time zone s.zone)::date
         and (now() at time zone s.zone)::date < coalesce(least(e.until_day, c.end_day), 'infinity') limit 1);

-- Who teaches a course today, those who cover for somebody included.
create or replace view teaching_now as
select t.course_id, t.teacher_id, c.school_id, t.is_primary, t.covers, t.covers_from, t.covers_until
from (
    select course_id, teacher_id, is_primary, false as covers, null::date as covers_from, null::date as covers_until,
           greatest(from_day, since_day) as from_day, until_day, ended_at
    from teaching
    union all
    select course_id, teacher_id, false, true, from_day, until_day, from_day, until_day, null::timestamptz
    from substitution
) t
join course c on c.id = t.course_id
where stands(t.ended_at) and stands(c.ended_at)
  and (select true
       from teacher_now n
       join school s on s.id = n.school_id
       where n.person_id = t.teacher_id and n.school_id = c.school_id
         and coalesce(greatest(t.from_day, c.first_day), '-infinity') <= (now() at time zone s.zone)::date
         and (now() at time zone s.zone)::date < coalesce(least(t.until_day, c.end_day), 'infinity') limit 1);

-- Which guardian follows which child, and through which school: the child is a student there, and the guardian has a
-- role of the family there, of the kind the relation says if a roster ever gave one of that kind. A restriction of
-- any source wins over all of it; it is not a right, so it is not here, and neither a role nor a day ends it.
create view guardianship_at_now as
select g.id, g.guardian_id, g.student_id, g.relation, g.scopes, c.school_id
from guardianship g
cross join lateral (
    select r.school_id from role_now r where r.person_id = g.student_id and r.role = 'student' offset 0
) c
where stands(g.ended_at) and not g.restricted
  and (select true from guardianship x where x.guardian_id = g.guardian_id and x.student_id = g.student_id
       and x.restricted and stands(x.ended_at) limit 1) is null
  and (select true
       from role_now r
       join school s on s.id = r.school_id
       where r.person_id = g.guardian_id and r.school_id = c.school_id and r.role in ('guardian', 'trusted')
         and coalesce(g.from_day, '-infinity') <= (now() at time zone s.zone)::date
         and (now() at time zone s.zone)::date < coalesce(g.until_day, 'infinity')
         and ((r.role = 'trusted') = (g.relation = 'trusted')
              or (select true from role x
                  where x.person_id = r.person_id and x.school_id = r.school_id
                    and x.role = (case when g.relation = 'trusted' then 'trusted' else 'guardian' end)::role_name
                  limit 1) is null)
       limit 1);

create or replace view guardianship_now as
select g.guardian_id, g.student_id, g.relation, g.scopes
from guardianship g
where stands(g.ended_at) and not g.restricted
  and (select true from guardianship_at_now a where a.id = g.id limit 1);

-- Who belongs to a school, and through a child.
create or replace view belongs_now as
select r.person_id, r.school_id from role_now r
union all
select g.guardian_id, e.school_id
from guardianship_at_now g
join class_enrolment_now e on e.student_id = g.student_id and e.school_id = g.school_id
where 'diary' = any(g.scopes);

-- Students who have left a school that lets them, and their families, read on in what was; and when they left.
create view leaver_now as
select r.person_id as student_id, r.school_id, s.zone, e.at as left_at
from role r
join school s on s.id = r.school_id and s.ended_at is null
join person p on p.id = r.person_id and p.ended_at is null
join school_rule w on w.school_id = s.id and w.rule = 'leavers_read_past' and w.allowed
cross join lateral (select least(r.ended_at, r.until_day::timestamp at time zone s.zone) as at) e
where r.role = 'student' and e.at <= now()
  and not exists (select from role_now n
                  where n.person_id = r.person_id and n.school_id = r.school_id and n.role = 'student')
  and not exists (select from role x
                  where x.person_id = r.person_id and x.school_id = r.school_id and x.role = 'student'
                    and (least(x.ended_at, x.until_day::timestamp at time zone s.zone), x.id) > (e.at, r.id));

-- Who reads a leaver's diary: the student and the family, equally. A guardian whose own role ended before is none.
create view leaver_reader_now as
select l.student_id as person_id, l.student_id, null::relation_name as relation
from leaver_now l
union all
select g.guardian_id, g.student_id, g.relation
from guardianship g
join leaver_now l on l.student_id = g.student_id
join person p on p.id = g.guardian_id and p.ended_at is null
cross join lateral (
    select (now() at time zone l.zone)::date as day,
           (case when g.relation = 'trusted' then 'trusted' else 'guardian' end)::role_name as role
) own
where g.ended_at is null and not g.restricted and 'diary' = any(g.scopes)
  and not exists (select from guardianship x where x.guardian_id = g.guardian_id and x.student_id = g.student_id
                  and x.restricted and x.ended_at is null)
  and coalesce(g.from_day, '-infinity') <= own.day and own.day < coalesce(g.until_day, 'infinity')
  and (select true from role r
       where r.person_id = g.guardian_id and r.school_id = l.school_id
         and coalesce(least(r.ended_at, r.until_day::timestamp at time zone l.zone), 'infinity') >= l.left_at
         and (r.role = own.role
              or r.role in ('guardian', 'trusted')
                 and not exists (select from role x where x.person_id = r.person_id and x.school_id = r.school_id
                                 and x.role = own.role))
       limit 1);

create or replace view member_now as
select m.chat_id, m.person_id, m.role
from membership m
join chat c on c.id = m.chat_id
join person p on p.id = m.person_id and p.ended_at is null
where m.left_at is null
  and (c.kind in ('private', 'supervised')
       or (select true from belongs_now b where b.person_id = m.person_id and b.school_id = c.school_id limit 1)
       or (select true from belongs_now b
           where b.person_id = m.person_id and b.school_id in (select j.school_id from joined_now j where j.chat_id = m.chat_id)
           limit 1))
union all
select c.id, t.teacher_id, 'owner'
from chat c join class_teacher_now t on t.class_id = c.class_id
where c.kind = 'class'
union all
select c.id, g.guardian_id, 'member'
from chat c
join class_enrolment_now e on e.class_id = c.class_id
join guardianship_at_now g on g.student_id = e.student_id and g.school_id = e.school_id
    and 'diary' = any(g.scopes) and g.relation <> 'trusted'
where c.kind = 'class' and c.audience = 'families'
union all
select c.id, e.student_id, 'member'
from chat c join class_enrolment_now e on e.class_id = c.class_id
where c.kind = 'class' and c.audience = 'students'
union all
-- a student's class teachers read what other staff and the student write to each other
select c.id, t.teacher_id, 'supervisor'
from chat c
join class_enrolment_now e on e.student_id in (c.first_id, c.second_id)
join class_teacher_now t on t.class_id = e.class_id and t.teacher_id not in (c.first_id, c.second_id)
where c.kind = 'supervised'
union all
select c.id, v.organiser_id, 'owner'
from school_event v
join chat c on c.event_id = v.id
where (select true from role_now r where r.person_id = v.organiser_id and r.school_id = v.school_id limit 1)
union all
select c.id, g.guardian_id, 'member'
from school_event_seat s
join chat c on c.event_id = s.event_id
join guardianship_now g on g.student_id = s.participant_id and 'diary' = any(g.scopes) and g.relation <> 'trusted'
where s.answer in ('yes', 'maybe')
  and (select true from school_event_participant_now p
       where p.event_id = s.event_id and p.participant_id = s.participant_id limit 1)
union all
select c.id, s.participant_id, 'member'
from school_event_seat s
join chat c on c.event_id = s.event_id
where s.answer in ('yes', 'maybe')
  and (select true from school_event_participant_now p
       where p.event_id = s.event_id and p.participant_id = s.participant_id and p.addressed = 'staff' limit 1);

create or replace view school_event_seat_now as
select s.event_id, s.participant_id, s.answer, s.agreed, s.answered_by, s.answered_at,
       case when s.answer <> 'yes' then null
            when not s.agreed then 'asked'
            when v.capacity is null or s.place <= v.capacity then 'going'
            else 'waiting' end as standing,
       case when s.answer = 'yes' and s.agreed and s.place > v.capacity then s.place - v.capacity end as waiting
from (
    select s.*, row_number() over (partition by s.event_id, s.answer = 'yes' and s.agreed order by s.turn) as place
    from school_event_seat s
    where (select true from school_event_participant_now p
           where p.event_id = s.event_id and p.participant_id = s.participant_id limit 1)
) s
join school_event v on v.id = s.event_id;

create or replace view announcement_reason_now as
select r.*
from announcement_reason r
join announcement a on a.id = r.announcement_id
where case r.addressed
    when 'families' then (
        select true from guardianship_at_now g
        join class_enrolment_now e on e.student_id = g.student_id and e.school_id = g.school_id
        where g.guardian_id = r.person_id and g.student_id = r.student_id and g.school_id = a.school_id
          and 'diary' = any(g.scopes) and g.relation <> 'trusted' limit 1)
    when 'students' then (
        select true from class_enrolment_now e where e.student_id = r.person_id and e.school_id = a.school_id limit 1)
    else (
        select true from role_now o where o.person_id = r.person_id and o.school_id = a.school_id
          and o.role in ('teacher', 'staff', 'leadership', 'admin') limit 1)
end;

-- 4. What was on a day: rows in force and rows of the past, from a day (inclusive) until a day (exclusive). Several of
-- one pair may overlap.

create view role_days as
select r.person_id, r.school_id, r.role,
       coalesce(greatest(r.from_day, r.since_day), '-infinity') as from_day, coalesce(r.until_day, 'infinity') as until_day
from role r where r.ended_at is null
union all
select person_id, school_id, role, from_day, until_day from role_past;

create view class_enrolment_days as
select e.class_id, e.student_id,
       coalesce(greatest(e.from_day, e.since_day), '-infinity') as from_day, coalesce(e.until_day, 'infinity') as until_day
from class_enrolment e where e.ended_at is null
union all
select class_id, student_id, from_day, until_day from class_enrolment_past;

create view class_teacher_days as
select t.class_id, t.teacher_id,
       coalesce(greatest(t.from_day, t.since_day), '-infinity') as from_day, coalesce(t.until_day, 'infinity') as until_day
from class_teacher t where t.ended_at is null
union all
select class_id, teacher_id, from_day, until_day from class_teacher_past;

create view course_enrolment_days as
select e.course_id, e.student_id,
       coalesce(greatest(e.from_day, e.since_day), '-infinity') as from_day, coalesce(e.until_day, 'infinity') as until_day
from course_enrolment e where e.ended_at is null
union all
select course_id, student_id, from_day, until_day from course_enrolment_past;

-- `rank`: who is named as the teacher of a lesson; 1 who covers, 2 the first teacher, 3 another one.
create view teaching_days as
select t.course_id, t.teacher_id, case when t.is_primary then 2 else 3 end as rank,
       coalesce(greatest(t.from_day, t.since_day), '-infinity') as from_day, coalesce(t.until_day, 'infinity') as until_day
from teaching t where t.ended_at is null
union all
select course_id, teacher_id, case when is_primary then 2 else 3 end, from_day, until_day from teaching_past
union all
select course_id, teacher_id, 1, from_day, until_day from substitution;

-- In which lessons a student stands: those of the courses the student is in on the lesson's day, as a student of the
-- school on that day; and those in which somebody signed a mark or an attendance, whatever a roster says.
create view lesson_student as
select l.id as lesson_id, e.student_id, l.course_id, l.day
from lesson l
join course c on c.id = l.course_id
join course_enrolment_days e on e.course_id = l.course_id and e.from_day <= l.day and l.day < e.until_day
where (select true from role_days r
       where r.person_id = e.student_id and r.school_id = c.school_id and r.role = 'student'
         and r.from_day <= l.day and l.day < r.until_day limit 1)
union
select l.id, m.student_id, l.course_id, l.day
from mark m join lesson l on l.id = m.lesson_id where not m.withdrawn
union
select l.id, a.student_id, l.course_id, l.day
from attendance a join lesson l on l.id = a.lesson_id;
