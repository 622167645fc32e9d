-- A week of a student is found by its lessons, whatever was entered in other years (storage/gradebook/diary.py).
create index on mark (student_id, course_id, lesson_id);
drop index mark_student_id_lesson_id_idx;
create index on attendance (student_id, course_id, lesson_id);
drop index attendance_student_id_lesson_id_idx;
-- Of a room, a teacher, a class and a school is read what is theirs, however many others there are.
create index on lesson (room_id, day) where room_id is not null;
create index on teaching_past (teacher_id);
create index on course (class_id) where ended_at is null;
create index on class (school_id);
