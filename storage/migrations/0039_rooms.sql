-- Rooms of a school. A lesson names one instead of writing it, so that two lessons in one room can be found, and a room
-- that gets another name has it everywhere.

create table school_rooms (
    school_id bigint primary key references school,
    revision integer not null,
    set_by bigint not null references person,
    set_at timestamptz not null
);

create table room (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    building text not null default '',
    name text not null,
    ended_at timestamptz
);
create index on room (school_id);
create trigger stays before delete on room for each statement execute function refuse_delete();

insert into room (school_id, name)
select distinct c.school_id, l.room from lesson l join course c on c.id = l.course_id where l.room <> '' order by 1, 2;
alter table lesson add column room_id bigint references room;
update lesson l set room_id = r.id
from course c join room r on r.school_id = c.school_id
where c.id = l.course_id and r.name = l.room;
alter table lesson drop column room;
