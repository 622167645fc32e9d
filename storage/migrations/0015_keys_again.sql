-- The references of what grows with every mark and message are looked up again: measured in whole runs, that costs 6 % of
-- the marks a second, which is less than it is worth. docs/decisions/0014-rows-that-stay.md

alter table mark
    add foreign key (lesson_id) references lesson, add foreign key (course_id) references course,
    add foreign key (student_id) references person, add foreign key (kind_id) references mark_kind,
    add foreign key (author_id) references person;
alter table mark_revision
    add foreign key (mark_id) references mark, add foreign key (author_id) references person;
alter table publication
    add foreign key (channel_id) references channel, add foreign key (author_id) references person;
alter table notice
    add foreign key (person_id) references person,
    add foreign key (channel_id, "offset") references publication (channel_id, "offset");
alter table message
    add foreign key (chat_id) references chat, add foreign key (author_id) references person;
alter table idempotency_key
    add foreign key (person_id) references person;
