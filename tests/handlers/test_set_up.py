"""State of a school's set-up, step by step and class by class."""

from datetime import timedelta
from typing import Any

from tests.handlers.test_lesson_days import sql
from tests.handlers.test_patterns import changed, row, set_up
from tests.handlers.test_rooms import room
from tests.handlers.test_rooms import say as say_rooms
from tests.support.school import School
from tests.support.serving import Caller, Served


async def state(person: Caller, school: School) -> dict[str, Any]:
    answer = await person.get(f"/api/schools/{school.id}/set-up")
    assert answer.status == 200, answer.body
    return {one["step"]: (one["done"], [missing["name"] for missing in one["missing"]]) for one in answer.body["steps"]}


async def classes(person: Caller, school: School) -> dict[str, list[str]]:
    body = (await person.get(f"/api/schools/{school.id}/set-up")).body
    return {one["name"]: one["done"] for one in body["classes"]}


async def test_each_step_says_whether_it_is_done_and_for_which_classes_not(served: Served, school: School) -> None:
    clara = await served.person("clara")
    assert await state(clara, school) == {
        "school": (False, []),
        "bells": (False, ["1Б", "5А"]),  # they have bells, and no period
        "staff": (True, []),
        "classes": (True, []),
        "students": (True, []),
        "rooms": (False, []),
        "courses": (False, ["1Б", "5А"]),  # the courses do not say of which class they are
        "timetable": (False, ["1Б", "5А"]),
    }


async def test_a_class_lives_when_its_own_steps_are_done_while_others_wait(served: Served, school: School) -> None:
    clara = await set_up(served, school)
    await say_rooms(clara, school, 0, room("214"))
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    await changed(clara, school, school.day + timedelta(days=1), row(school.maths, 3, 2))
    assert await classes(clara, school) == {
        "1Б": ["bells", "students"],
        "5А": ["bells", "students", "courses", "timetable"],
    }
    steps = await state(clara, school)
    assert (steps["school"], steps["rooms"]) == ((True, []), (True, []))
    assert steps["timetable"] == (False, ["1Б"])


async def test_a_course_without_a_teacher_is_missed(served: Served, school: School) -> None:
    clara = await set_up(served, school)
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    await sql(served, "update teaching set ended_at = now() where course_id = $1", school.maths)
    assert "5А" in (await state(clara, school))["courses"][1]
