-- Kinds of marks for a school to which no roster has brought any (views/mark_kind_of.sql).
insert into mark_kind (source, source_id, name_ru, name_en, short_ru, short_en, weight)
values ('standard', 'answer', 'Ответ на уроке', 'Answer in class', 'отв', 'ans', 1),
       ('standard', 'classwork', 'Работа на уроке', 'Classwork', 'раб', 'cw', 1),
       ('standard', 'homework', 'Домашняя работа', 'Homework', 'дз', 'hw', 1),
       ('standard', 'practical', 'Практическая работа', 'Practical work', 'пр', 'prac', 2),
       ('standard', 'short-test', 'Самостоятельная работа', 'Short test', 'ср', 'sh.t', 2),
       ('standard', 'test', 'Контрольная работа', 'Test', 'кр', 'test', 3)
on conflict (source, source_id) do nothing;

create index mark_kind_school_id_idx on mark_kind (school_id) where school_id is not null;
