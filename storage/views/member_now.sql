-- Who is in a chat, and as what: by membership, or as the roster says of a class and the answers of a school event.
create view member_now as
select chat_id, person_id, role from member_by_row_now
union all
select chat_id, person_id, role from member_by_class_teacher_now
union all
select chat_id, person_id, role from member_by_enrolment_now
union all
select chat_id, person_id, role from member_by_event_now;
