"""Facts of a person are those of the views, though only what a person's roles can have is looked for."""

from typing import Any

from storage.people import PostgresPeople
from tests.support.groups import group
from tests.support.school import read_school
from tests.support.school_events import answers, planned, trip
from tests.support.serving import Served

# What each fact is, for everybody and whatever the roles.
WHOLE = {
    "schools": "select person_id, school_id from belongs_now",
    "chats": "select person_id, chat_id from member_now",
    "children": "select guardian_id, student_id from guardianship_now where has_service(scopes, 'diary')",
    "restricted": "select guardian_id, student_id from restriction_now",
    "left": "select person_id, student_id from leaver_reader_now",
    "courses": "select teacher_id, course_id from teaching_now",
    "classes_led": "select teacher_id, class_id from class_teacher_now",
    "students_led": """
        select t.teacher_id, e.student_id from class_teacher_now t join class_enrolment_now e using (class_id)""",
    "courses_followed": """
        select t.teacher_id, c.course_id from class_teacher_now t
        join class_enrolment_now e using (class_id)
        join course_enrolment_now c on c.student_id = e.student_id
        join course o on o.id = c.course_id and o.school_id = t.school_id""",
    "courses_led": """
        select r.person_id, c.id from role_now r join course c using (school_id) where r.role = 'leadership'""",
    "safeguards": "select person_id, school_id from appointed_now where office = 'safeguarding'",
    "timetables": "select person_id, school_id from appointed_now where office = 'timetable'",
    "classes": """
        select student_id, class_id from class_enrolment_now
        union select g.guardian_id, e.class_id from guardianship_at_now g
            join class_enrolment_now e using (student_id, school_id) where has_service(g.scopes, 'diary')
        union select teacher_id, class_id from class_teacher_now
        union select t.teacher_id, e.class_id from teaching_now t
            join course_enrolment_now c using (course_id) join class_enrolment_now e using (student_id)""",
}


async def facts_of_all(served: Served, fact: str) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for person, of in await served.server.pool.fetch(WHOLE[fact]):
        found.setdefault(person, set()).add(of)
    return {person: frozenset(those) for person, those in found.items()}


async def test_facts_are_those_of_the_views_whatever_the_roles(served: Served) -> None:
    pool = served.server.pool
    school = await read_school(pool)
    await group(pool, school, "olga", "boris", "maria", "foreign_guardian", "gone", owner="maria")
    for login, other in (("olga", school.maria), ("lev", school.anya)):
        assert (await (await served.person(login)).post("/api/chats", {"person": str(other)})).status == 200
    maria, clara = [await served.person(login) for login in ("maria", "clara")]
    for audience in ("families", "students"):
        assert (await maria.post(f"/api/classes/{school.class_5a}/chat", {"audience": audience})).status == 200
    event = await planned(clara, school, trip(school, "students", "families"))
    for login in ("anya", "boris"):
        student = school.anya if login == "anya" else school.misha
        assert (await answers(await served.person(login), event, student, "yes")).status == 200
    assert (await clara.post(f"/api/school-events/{event['id']}/chat", {})).status in (200, 201)
    rule = {"rule": "leavers_read_past", "allowed": True}
    assert (await clara.ask("PUT", f"/api/schools/{school.id}/rules", rule)).status == 200
    await pool.execute(
        """
        insert into appointment (school_id, person_id, office, appointed_at, appointed_by)
        select $1, $2, unnest(array['safeguarding', 'timetable']), now(), $3
        """,
        school.id,
        school.nina,
        school.clara,
    )
    await pool.execute("update role set ended_at = now() where person_id = $1", school.petya)
    # Boris has no role of his own and belongs to the school through his child; Nina is somebody's mother as well
    await pool.execute("delete from role where person_id = $1", school.boris)
    await pool.execute(
        """
        insert into role (source, source_id, person_id, school_id, role)
        values ('t', 'nina-guardian', $1, $2, 'guardian')
        """,
        school.nina,
        school.id,
    )
    await pool.execute(
        """
        insert into guardianship (source, guardian_id, student_id, relation, scopes)
        values ('t', $1, $2, 'mother', '{diary,visits,chat,absence}')
        """,
        school.nina,
        school.petya,
    )
    async with pool.acquire() as db:
        viewers = await PostgresPeople(db).viewers(list(school.people.values()))
    found: dict[str, Any] = {
        fact: {person: getattr(viewer, fact) for person, viewer in viewers.items() if getattr(viewer, fact)}
        for fact in WHOLE
    }
    assert found == {fact: await facts_of_all(served, fact) for fact in WHOLE}
    assert [fact for fact in WHOLE if not found[fact]] == []
