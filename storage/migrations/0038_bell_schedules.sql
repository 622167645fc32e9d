-- Bells of a school: several schedules, which of them a class has, and all of it from a day on, so that the lessons of
-- the past keep their times.

create table school_bells (
    school_id bigint primary key references school,
    revision integer not null,
    set_by bigint not null references person,
    set_at timestamptz not null
);

create table bell_schedule (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    name text not null,
    from_day date not null default '-infinity',
    until_day date not null default 'infinity' check (from_day < until_day)
);
create index on bell_schedule (school_id, from_day);

-- Which classes have it: one class or the whole school, on one day, on a weekday or always.
create table bell_rule (
    id bigint generated always as identity primary key,
    schedule_id bigint not null references bell_schedule on delete cascade,
    class_id bigint references class,
    weekday integer check (weekday between 1 and 7),
    day date,
    check (weekday is null or day is null)
);
create index on bell_rule (schedule_id);

insert into bell_schedule (school_id, name) select distinct school_id, 'Звонки' from bell;
insert into bell_rule (schedule_id) select id from bell_schedule;
alter table bell
    add column schedule_id bigint references bell_schedule on delete cascade,
    add column break_after text not null default 'plain' check (break_after in ('plain', 'dynamic', 'breakfast', 'lunch'));
update bell b set schedule_id = s.id from bell_schedule s where s.school_id = b.school_id;
alter table bell
    alter column schedule_id set not null,
    drop constraint bell_school_id_number_key,
    drop column school_id,
    add unique (schedule_id, number);

-- The class whose bells a course has: that of most of its students.
alter table course add column class_id bigint references class;
with counted as (
    select c.id as course_id, h.id as class_id, count(*) as students
    from course c
    join course_enrolment e on e.course_id = c.id and e.ended_at is null
    join class_enrolment m on m.student_id = e.student_id and m.ended_at is null
    join class h on h.id = m.class_id and h.school_id = c.school_id
    group by c.id, h.id
)
update course c set class_id = (
    select k.class_id from counted k where k.course_id = c.id order by k.students desc, k.class_id limit 1);
