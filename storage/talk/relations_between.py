"""Finds what ties two given people. Asked for every private message, so it is looked up from both ends.

`storage.talk.relations_of.TIES` finds the same between one person and everybody; a test compares the two.
"""

from collections.abc import Collection, Mapping

from channels.policy import Relationship
from storage.pool import Connection

Pair = tuple[int, int]

# In each, {a} has the relation to {b}.
_CHILD_TAUGHT = """
    select from guardianship_now g
    cross join lateral (select e.course_id from course_enrolment_now e where e.student_id = g.student_id offset 0) e
    cross join lateral (
        select from teaching_now t where t.course_id = e.course_id and t.teacher_id = {b} offset 0) t
    where g.guardian_id = {a} and has_service(g.scopes, 'chat')
"""
_CHILD_IN_CLASS = """
    select from guardianship_now g
    cross join lateral (select h.class_id from class_enrolment_now h where h.student_id = g.student_id offset 0) h
    cross join lateral (
        select from class_teacher_now t where t.class_id = h.class_id and t.teacher_id = {b} offset 0) t
    where g.guardian_id = {a} and has_service(g.scopes, 'chat')
"""
_CHILD_IN_SCHOOL = """
    select from role_now r
    cross join lateral (select g.student_id from guardianship_now g
                        where g.guardian_id = {a} and has_service(g.scopes, 'chat') offset 0) g
    cross join lateral (select from class_enrolment_now h
                        where h.student_id = g.student_id and h.school_id = r.school_id offset 0) h
    where r.person_id = {b} and r.role = 'leadership'
"""
_COLLEAGUES = """
    select from role_now r
    cross join lateral (
        select from role_now o where o.school_id = r.school_id and o.person_id = {b}
           and is_staff(o.role) offset 0) o
    where r.person_id = {a} and is_staff(r.role)
"""
_TAUGHT = """
    select from course_enrolment_now e
    cross join lateral (
        select from teaching_now t where t.course_id = e.course_id and t.teacher_id = {b} offset 0) t
    where e.student_id = {a}
"""
_IN_CLASS_LED = """
    select from class_enrolment_now h
    cross join lateral (
        select from class_teacher_now t where t.class_id = h.class_id and t.teacher_id = {b} offset 0) t
    where h.student_id = {a}
"""
_CLASSMATES = """
    select from class_enrolment_now h
    cross join lateral (
        select from class_enrolment_now o where o.class_id = h.class_id and o.student_id = {b} offset 0) o
    where h.student_id = {a}
"""
_FAMILIES = """
    select from guardianship_now g
    cross join lateral (select h.class_id from class_enrolment_now h where h.student_id = g.student_id offset 0) h
    cross join lateral (
        select f.student_id from guardianship_now f
        where f.guardian_id = {b} and has_service(f.scopes, 'chat') and is_family(f.relation) offset 0) f
    cross join lateral (
        select from class_enrolment_now o where o.class_id = h.class_id and o.student_id = f.student_id offset 0) o
    where g.guardian_id = {a} and has_service(g.scopes, 'chat') and is_family(g.relation)
"""
_TO, _FROM = {"a": "a.person_id", "b": "a.other_id"}, {"a": "a.other_id", "b": "a.person_id"}
_RULES = {
    Relationship.CHILD_TAUGHT_BY: _CHILD_TAUGHT.format(**_TO),
    Relationship.TEACHES_CHILD_OF: _CHILD_TAUGHT.format(**_FROM),
    Relationship.CHILD_IN_CLASS_OF: _CHILD_IN_CLASS.format(**_TO),
    Relationship.LEADS_CLASS_OF_CHILD_OF: _CHILD_IN_CLASS.format(**_FROM),
    Relationship.CHILD_IN_SCHOOL_LED_BY: _CHILD_IN_SCHOOL.format(**_TO),
    Relationship.LEADS_SCHOOL_OF_CHILD_OF: _CHILD_IN_SCHOOL.format(**_FROM),
    Relationship.COLLEAGUE_OF: _COLLEAGUES.format(**_TO),
    Relationship.TAUGHT_BY: _TAUGHT.format(**_TO),
    Relationship.TEACHES: _TAUGHT.format(**_FROM),
    Relationship.IN_CLASS_LED_BY: _IN_CLASS_LED.format(**_TO),
    Relationship.LEADS_CLASS_OF: _IN_CLASS_LED.format(**_FROM),
    Relationship.CLASSMATE_OF: _CLASSMATES.format(**_TO),
    Relationship.CHILD_IN_CLASS_WITH_CHILD_OF: _FAMILIES.format(**_TO),
}
_CASES = ", ".join(
    f"case when exists ({rule}) then '{relationship.value}' end" for relationship, rule in _RULES.items()
)
BONDS = f"""
    select a.person_id, a.other_id, array_remove(array[{_CASES}], null) as relationships
    from unnest($1::bigint[], $2::bigint[]) as a (person_id, other_id)
    join person o on o.id = a.other_id and o.ended_at is null
    where a.person_id <> a.other_id
"""


async def relationships(connection: Connection, pairs: Collection[Pair]) -> Mapping[Pair, frozenset[Relationship]]:
    """Returns for each pair what ties the first person to the second, as of now."""
    rows = await connection.fetch(BONDS, [person for person, _ in pairs], [other for _, other in pairs])
    return {(row["person_id"], row["other_id"]): frozenset(map(Relationship, row["relationships"])) for row in rows}
