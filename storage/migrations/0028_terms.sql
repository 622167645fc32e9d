-- In which academic sessions a class or a course runs, as the roster says. None: it says nothing, and the class is in
-- force as long as its own row is. The session may end in the roster; its days still say when the class was.

create table class_term (
    class_id bigint not null references class,
    session_id bigint not null references academic_session,
    primary key (class_id, session_id)
);

create table course_term (
    course_id bigint not null references course,
    session_id bigint not null references academic_session,
    primary key (course_id, session_id)
);
