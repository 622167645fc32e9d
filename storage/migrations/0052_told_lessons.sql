-- What each person was last told of a lesson that was changed; of which nobody has told them, what it was before.
create table told_lesson (
    lesson_id bigint not null references lesson,
    person_id bigint not null references person,
    place json, -- null: it was not there
    revision integer not null, -- of the lesson at that place
    notice_id bigint, -- that tells of this place; null: none
    was json, -- what was told before that notice
    primary key (lesson_id, person_id)
);
create index on told_lesson (notice_id) where notice_id is not null;

-- Several changes of lessons wait for each other, to be told at once.
create index on notice (person_id) where state = 'waiting' and kind = 'timetable';
