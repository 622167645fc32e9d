-- The references of marks and messages are looked up again: measured in whole runs, all of the keys cost 6 % of the marks a
-- second. Left out stay those to what the same transaction has locked or written: a publication's channel, what a notice
-- tells of, whose key it is. docs/decisions/0014-rows-that-stay.md

alter table mark
    add foreign key (lesson_id) references lesson, add foreign key (course_id) references course,
    add foreign key (student_id) references person, add foreign key (kind_id) references mark_kind,
    add foreign key (author_id) references person;
alter table mark_revision
    add foreign key (mark_id) references mark, add foreign key (author_id) references person;
alter table notice
    add foreign key (person_id) references person;
alter table message
    add foreign key (chat_id) references chat, add foreign key (author_id) references person;
