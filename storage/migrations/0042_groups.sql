-- Courses that a school types itself: for whole classes (several: a stream), or for chosen students of one (a subgroup).

alter table course add column group_name text not null default '';

-- Classes that a course takes whole: who comes into the class comes into the course.
create table course_class (
    course_id bigint not null references course,
    class_id bigint not null references class,
    primary key (course_id, class_id)
);
create index on course_class (class_id);
