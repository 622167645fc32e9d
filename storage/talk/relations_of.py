"""Finds what ties one person to all others: whom they may write to, and how each is introduced."""

from collections.abc import Sequence

import asyncpg

from channels.people import Role
from channels.policy import WRITES, Relationship
from channels.talk.model import About, AboutChild, Contact
from channels.talk.ports import RelatedContact
from storage.people import class_ref, name, person_ref
from storage.pool import Connection

# Every relationship of one person, in rows of (other, relationship, school, role of the other, subject, class name,
# relation, child, class of the child).
TIES = """
    -- from a guardian to the school
    select t.teacher_id as other_id, 'child_taught_by' as relationship, c.school_id, 'teacher' as role, c.subject,
           k.name as class, null as relation, null::bigint as child_id, null::bigint as child_class_id
    from guardianship_now g
    cross join lateral (
        select e.course_id from course_enrolment_now e where e.student_id = g.student_id offset 0) e
    cross join lateral (select t.teacher_id from teaching_now t where t.course_id = e.course_id offset 0) t
    join course c on c.id = e.course_id
    left join lateral (
        select h.class_id from class_enrolment_now h where h.student_id = g.student_id offset 0) h on true
    left join class k on k.id = h.class_id
    where g.guardian_id = $1 and has_service(g.scopes, 'chat')
    union
    select t.teacher_id, 'child_in_class_of', h.school_id, 'class_teacher', null, k.name, null, null, null
    from guardianship_now g
    cross join lateral (
        select h.class_id, h.school_id from class_enrolment_now h where h.student_id = g.student_id offset 0) h
    cross join lateral (select t.teacher_id from class_teacher_now t where t.class_id = h.class_id offset 0) t
    join class k on k.id = h.class_id
    where g.guardian_id = $1 and has_service(g.scopes, 'chat')
    union
    select r.person_id, 'child_in_school_led_by', h.school_id, 'leadership', null, null, null, null, null
    from (select distinct h.school_id from guardianship_now g
          cross join lateral (
              select h.school_id from class_enrolment_now h where h.student_id = g.student_id offset 0) h
          where g.guardian_id = $1 and has_service(g.scopes, 'chat') offset 0) h
    cross join lateral (
        select r.person_id from role_now r where r.school_id = h.school_id and r.role = 'leadership' offset 0) r
    union
    -- from the school to guardians
    select g.guardian_id, 'teaches_child_of', e.school_id, 'guardian', null, null, g.relation::text, e.student_id,
           h.class_id
    from (select distinct t.school_id, e.student_id from teaching_now t
          cross join lateral (
              select e.student_id from course_enrolment_now e where e.course_id = t.course_id offset 0) e
          where t.teacher_id = $1 offset 0) e
    left join lateral (
        select h.class_id from class_enrolment_now h where h.student_id = e.student_id offset 0) h on true
    cross join lateral (
        select g.guardian_id, g.relation from guardianship_now g
        where g.student_id = e.student_id and has_service(g.scopes, 'chat') offset 0) g
    union
    select g.guardian_id, 'leads_class_of_child_of', t.school_id, 'guardian', null, null, g.relation::text,
           h.student_id, t.class_id
    from class_teacher_now t
    cross join lateral (select h.student_id from class_enrolment_now h where h.class_id = t.class_id offset 0) h
    cross join lateral (
        select g.guardian_id, g.relation from guardianship_now g
        where g.student_id = h.student_id and has_service(g.scopes, 'chat') offset 0) g
    where t.teacher_id = $1
    union
    select g.guardian_id, 'leads_school_of_child_of', r.school_id, 'guardian', null, null, g.relation::text,
           h.student_id, h.class_id
    from role_now r
    cross join lateral (
        select h.student_id, h.class_id from class_enrolment_now h where h.school_id = r.school_id offset 0) h
    cross join lateral (
        select g.guardian_id, g.relation from guardianship_now g
        where g.student_id = h.student_id and has_service(g.scopes, 'chat') offset 0) g
    where r.person_id = $1 and r.role = 'leadership'
    union
    -- among staff
    select o.person_id, 'colleague_of', r.school_id, o.role::text, null, null, null, null, null
    from (select distinct r.school_id from role_now r
          where r.person_id = $1 and is_staff(r.role) offset 0) r
    cross join lateral (
        select o.person_id, o.role from role_now o
        where o.school_id = r.school_id and is_staff(o.role) offset 0) o
    union
    -- between teachers and students
    select e.student_id, 'teaches', e.school_id, 'student', null, k.name, null, null, null
    from (select distinct t.school_id, e.student_id from teaching_now t
          cross join lateral (
              select e.student_id from course_enrolment_now e where e.course_id = t.course_id offset 0) e
          where t.teacher_id = $1 offset 0) e
    left join lateral (
        select h.class_id from class_enrolment_now h where h.student_id = e.student_id offset 0) h on true
    left join class k on k.id = h.class_id
    union
    select t.teacher_id, 'taught_by', t.school_id, 'teacher', c.subject, null, null, null, null
    from course_enrolment_now e
    join course c on c.id = e.course_id
    cross join lateral (
        select t.teacher_id, t.school_id from teaching_now t where t.course_id = e.course_id offset 0) t
    where e.student_id = $1
    union
    select h.student_id, 'leads_class_of', h.school_id, 'student', null, k.name, null, null, null
    from class_teacher_now t
    cross join lateral (
        select h.student_id, h.school_id from class_enrolment_now h where h.class_id = t.class_id offset 0) h
    join class k on k.id = t.class_id
    where t.teacher_id = $1
    union
    select t.teacher_id, 'in_class_led_by', h.school_id, 'class_teacher', null, k.name, null, null, null
    from class_enrolment_now h
    cross join lateral (select t.teacher_id from class_teacher_now t where t.class_id = h.class_id offset 0) t
    join class k on k.id = h.class_id
    where h.student_id = $1
    union
    -- among students, and among families, of one class
    select o.student_id, 'classmate_of', o.school_id, 'student', null, k.name, null, null, null
    from class_enrolment_now h
    cross join lateral (
        select o.student_id, o.school_id from class_enrolment_now o where o.class_id = h.class_id offset 0) o
    join class k on k.id = h.class_id
    where h.student_id = $1
    union
    select f.guardian_id, 'child_in_class_with_child_of', o.school_id, 'guardian', null, null, f.relation::text,
           o.student_id, h.class_id
    from guardianship_now g
    cross join lateral (select h.class_id from class_enrolment_now h where h.student_id = g.student_id offset 0) h
    cross join lateral (
        select o.student_id, o.school_id from class_enrolment_now o where o.class_id = h.class_id offset 0) o
    cross join lateral (
        select f.guardian_id, f.relation from guardianship_now f
        where f.student_id = o.student_id and has_service(f.scopes, 'chat') and is_family(f.relation) offset 0) f
    where g.guardian_id = $1 and has_service(g.scopes, 'chat') and is_family(g.relation)
"""


async def related(connection: Connection, person: int, other: int | None = None) -> Sequence[RelatedContact]:
    rows = await connection.fetch(
        f"""
        select b.relationship, b.school_id, b.role, b.subject, b.class, b.relation,
               p.id, p.family_name, p.given_name, p.middle_name,
               k.id as child_id, k.family_name as child_family_name, k.given_name as child_given_name,
               k.middle_name as child_middle_name, c.id as class_id, c.name as class_name, c.grade,
               (select m.id from chat m where m.first_id = least(p.id, $1) and m.second_id = greatest(p.id, $1)
                order by m.joined, m.id limit 1)
                   as chat
        from ({TIES}) b
        join person p on p.id = b.other_id and p.ended_at is null
        left join person k on k.id = b.child_id
        left join class c on c.id = b.child_class_id
        where b.other_id <> $1 and ($2::bigint is null or b.other_id = $2)
        order by replace(replace(p.family_name, 'ё', 'е'), 'Ё', 'Е'), p.given_name, p.id, b.relationship,
            b.subject, k.id
        """,
        person,
        other,
    )
    return [
        RelatedContact(
            Relationship(row["relationship"]),
            row["school_id"],
            Contact(
                person=person_ref(row),
                about=[_about(row)],
                chat=row["chat"],
                kind=WRITES[Relationship(row["relationship"])].kind,
            ),
        )
        for row in rows
    ]


def _about(row: asyncpg.Record) -> About:
    child = None
    if row["child_id"] is not None:
        child = AboutChild(id=row["child_id"], name=name(row, "child_"), class_=class_ref(row))
    return About(
        role=Role(row["role"]),
        subject=row["subject"],
        class_=row["class"],
        relation=row["relation"],
        child=child,
    )
