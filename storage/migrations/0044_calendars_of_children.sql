-- A family follows the timetable of each child at an address of its own, so that siblings are never mixed.

alter table calendar_address
    add column student_id bigint references person,
    drop constraint calendar_address_pkey,
    add unique nulls not distinct (person_id, student_id);
