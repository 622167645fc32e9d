-- All facts that decide what a person may see and do, in one snapshot: a stable function sees what its query sees.
-- A function, since most people are one or two of student, guardian, teacher and leadership: what only the others can
-- have is neither planned nor run for them. Each `if` asks for what its views ask for as well, and never for more.
-- Other columns of its result want a migration that drops it: what it returns cannot be replaced.
create or replace function viewer_of(viewer bigint) returns table (
    roles text[], schools bigint[], classes bigint[], classes_led bigint[], courses bigint[], courses_led bigint[],
    courses_followed bigint[], students_led bigint[], children bigint[], "left" bigint[], restricted bigint[],
    chats bigint[], chats_led bigint[], safeguards bigint[], timetables bigint[]
) language plpgsql stable as $$
declare
    staff boolean;
    leadership boolean;
    student boolean;
    guardian boolean;
begin
    select array_agg(r.role::text || '@' || r.school_id), array_agg(r.school_id),
           bool_or(is_staff(r.role)), bool_or(r.role = 'leadership'), bool_or(r.role = 'student'),
           bool_or(r.role in ('guardian', 'trusted'))
    into roles, schools, staff, leadership, student, guardian
    from role_now r where r.person_id = viewer;
    restricted := array(select x.student_id from restriction_now x where x.guardian_id = viewer);
    chats := array(select m.chat_id from member_by_row_now m where m.person_id = viewer);

    if student then
        classes := classes || array(select e.class_id from class_enrolment_now e where e.student_id = viewer);
    end if;

    if guardian then
        children := array(select g.student_id from guardianship_now g
                          where g.guardian_id = viewer and has_service(g.scopes, 'diary'));
    end if;
    if children <> '{}' then
        schools := array(select distinct b.school_id from belongs_now b where b.person_id = viewer);
        classes := classes || array(
            select e.class_id from guardianship_at_now g
            cross join lateral (
                select e.class_id from class_enrolment_now e
                where e.student_id = g.student_id and e.school_id = g.school_id offset 0) e
            where g.guardian_id = viewer and has_service(g.scopes, 'diary'));
    end if;
    if student or children <> '{}' then
        chats := chats || array(select m.chat_id from member_by_enrolment_now m where m.person_id = viewer);
    end if;

    if staff then
        classes_led := array(select t.class_id from class_teacher_now t where t.teacher_id = viewer);
        courses := array(select distinct t.course_id from teaching_now t where t.teacher_id = viewer);
        safeguards := array(select a.school_id from appointed_now a
                            where a.person_id = viewer and a.office = 'safeguarding');
        timetables := array(select a.school_id from appointed_now a
                            where a.person_id = viewer and a.office = 'timetable');
    end if;
    if classes_led <> '{}' then
        roles := roles || array(select 'class_teacher@' || t.school_id from class_teacher_now t
                                where t.teacher_id = viewer);
        classes := classes || classes_led;
        students_led := array(
            select distinct e.student_id from class_teacher_now t
            cross join lateral (select e.student_id from class_enrolment_now e where e.class_id = t.class_id offset 0) e
            where t.teacher_id = viewer);
        courses_followed := array(
            select k.course_id
            from (select distinct t.class_id, t.school_id, c.course_id from class_teacher_now t
                  cross join lateral (select e.student_id from class_enrolment e
                      where e.class_id = t.class_id and e.ended_at is null offset 0) e
                  cross join lateral (select c.course_id from course_enrolment c
                      where c.student_id = e.student_id and c.ended_at is null offset 0) c
                  where t.teacher_id = viewer offset 0) k
            join course o on o.id = k.course_id and o.school_id = k.school_id
            where (select true from class_enrolment_now e
                   cross join lateral (select from course_enrolment_now c
                       where c.course_id = k.course_id and c.student_id = e.student_id offset 0) c
                   where e.class_id = k.class_id limit 1));
        chats := chats || array(select m.chat_id from member_by_class_teacher_now m where m.person_id = viewer);
    end if;
    if courses <> '{}' then
        classes := classes || array(
            select k.class_id
            from (select distinct e.class_id, t.course_id from teaching_now t
                  cross join lateral (select c.student_id from course_enrolment c
                      where c.course_id = t.course_id and c.ended_at is null offset 0) c
                  cross join lateral (select e.class_id from class_enrolment e
                      where e.student_id = c.student_id and e.ended_at is null offset 0) e
                  where t.teacher_id = viewer offset 0) k
            where (select true from class_enrolment_now e
                   cross join lateral (select from course_enrolment_now c
                       where c.course_id = k.course_id and c.student_id = e.student_id offset 0) c
                   where e.class_id = k.class_id limit 1));
    end if;

    if exists (select from role r
               join school_rule w on w.school_id = r.school_id and w.rule = 'leavers_read_past' and w.allowed
               where r.person_id = viewer and r.role in ('student', 'guardian', 'trusted'))
    then
        "left" := array(select l.student_id from leaver_reader_now l where l.person_id = viewer);
    end if;

    if leadership then
        courses_led := array(select c.id from role_now r
                             join course c on c.school_id = r.school_id and c.ended_at is null
                             where r.person_id = viewer and r.role = 'leadership');
        chats_led := array(select c.id from role_now r
                           join chat c on c.school_id = r.school_id and c.kind = 'supervised'
                           where r.person_id = viewer and r.role = 'leadership');
    end if;

    if exists (select from school_event v where v.organiser_id = viewer)
       or exists (select from school_event_seat s where s.participant_id = any(viewer || children))
    then
        chats := chats || array(select m.chat_id from member_by_event_now m where m.person_id = viewer);
    end if;
    return next;
end $$;
