"""Lessons that are cancelled, moved, covered, in another room, of another subject, or give way to an event."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.handlers.test_lesson_days import sql
from tests.handlers.test_patterns import WEEK, changed, row, set_up
from tests.handlers.test_rooms import room
from tests.handlers.test_rooms import say as say_rooms
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import wire


@pytest.fixture
async def clara(served: Served, school: School) -> Caller:
    """The head of a school with mathematics of 5А on Wednesdays at the second bell, and reading of 1Б at the third."""
    clara = await set_up(served, school)
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    await changed(clara, school, school.ahead, row(school.maths, 3, 2), row(school.year_one, 3, 3))
    return clara


@pytest.fixture
def wednesday(school: School) -> date:
    return school.next(3)


async def lesson_at(served: Served, course: int, day: date, number: int) -> dict[str, Any]:
    found = await served.server.pool.fetchrow(
        "select l.*, d.word from lesson l left join lesson_deviation d on d.lesson_id = l.id"
        " where course_id = $1 and day = $2 and number = $3",
        course,
        day,
        number,
    )
    assert found is not None
    return dict(found)


async def change(person: Caller, school: School, *changes: dict[str, Any], **more: Any) -> Answer:
    return await person.post(f"/api/schools/{school.id}/lesson-changes", {"changes": list(changes), **more})


def of(lesson: dict[str, Any], **what: Any) -> dict[str, Any]:
    return {"lesson": str(lesson["id"]), "revision": lesson["revision"], **what}


async def done(person: Caller, school: School, *changes: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    answer = await change(person, school, *changes, **more)
    assert answer.status == 200, answer.body
    lessons: list[dict[str, Any]] = answer.body["lessons"]
    return lessons


async def diary(person: Caller, student: int, day: date) -> list[dict[str, Any]]:
    year, week, _ = day.isocalendar()
    body = (await person.get(f"/api/students/{student}/diary?week={year}-W{week:02}")).body
    [lessons] = [one["lessons"] for one in body["days"] if one["day"] == str(day)]
    return list(lessons)


async def test_a_cancelled_lesson_stays_in_the_diary_and_says_why(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    [told] = await done(clara, school, of(lesson, cancelled=True), reason="болезнь", note="Урока не будет")
    assert (told["before"]["cancelled"], told["after"]["cancelled"], told["revision"]) == (False, True, 2)
    [shown] = await diary(await served.person("olga"), school.anya, wednesday)
    assert (shown["cancelled"], shown["deviation"]["note"]) == (True, "Урока не будет")
    assert "болезнь" not in str(shown), "the reason is for the staff"
    await done(clara, school, of(await lesson_at(served, school.maths, wednesday, 2), cancelled=False))
    [shown] = await diary(await served.person("olga"), school.anya, wednesday)
    assert (shown["cancelled"], shown["deviation"]) == (False, None)


async def test_a_moved_lesson_is_itself_elsewhere_and_the_pattern_does_not_make_it_again(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    lesson, friday = await lesson_at(served, school.maths, wednesday, 2), wednesday + timedelta(days=2)
    await done(clara, school, of(lesson, day=str(friday), number=5))
    await changed(clara, school, school.ahead, row(school.maths, 4, 6))
    assert (await lesson_at(served, school.maths, friday, 5))["id"] == lesson["id"]
    there = "select count(*) from lesson where course_id = $1 and day = $2 and number = 2"
    assert await served.server.pool.fetchval(there, school.maths, wednesday) == 0
    [shown] = await diary(await served.person("olga"), school.anya, friday)
    assert shown["deviation"]["moved_from"] == {"day": str(wednesday), "number": 2}
    assert not shown["cancelled"]


async def test_a_lesson_of_a_course_that_has_ended_is_changed_and_its_class_hears_of_it(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    await sql(served, "update course set end_day = $1 where id = $2", school.day, school.maths)
    async with wire(served, await served.person("olga")) as olga:
        await done(clara, school, of(await lesson_at(served, school.maths, wednesday, 2), cancelled=True))
        heard = await olga.publication(f"class:{school.class_5a}")
    assert [one["after"]["cancelled"] for one in heard["data"]["lessons"]] == [True]


async def test_a_lesson_of_a_course_that_has_ended_keeps_no_room(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    rooms = (await say_rooms(clara, school, 0, room("214"))).body["rooms"]
    await sql(served, "update lesson set room_id = $1 where course_id = $2", int(rooms[0]["id"]), school.maths)
    to_its_place = {"number": 2, "room": rooms[0]["id"]}
    reading = await lesson_at(served, school.year_one, wednesday, 3)
    assert (await change(clara, school, of(reading, **to_its_place))).code == "timetable_clash"
    await sql(served, "update course set end_day = $1 where id = $2", school.day, school.maths)
    await done(clara, school, of(reading, **to_its_place))


async def test_a_lesson_that_is_moved_back_is_as_the_pattern_says(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    await done(clara, school, of(lesson, number=6))
    await done(clara, school, of(await lesson_at(served, school.maths, wednesday, 6), number=2))
    [shown] = await diary(await served.person("olga"), school.anya, wednesday)
    assert (shown["number"], shown["deviation"]) == (2, None)


async def test_two_lessons_of_one_course_change_places(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    await changed(clara, school, school.ahead, row(school.maths, 3, 4))
    first, second = [await lesson_at(served, school.maths, wednesday, number) for number in (2, 4)]
    await done(clara, school, of(first, number=4), of(second, number=2))
    assert (await lesson_at(served, school.maths, wednesday, 4))["id"] == first["id"]
    assert (await lesson_at(served, school.maths, wednesday, 2))["id"] == second["id"]


async def test_a_changed_room_is_shown_as_a_room_and_never_as_a_cancellation(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    rooms = (await say_rooms(clara, school, 0, room("214"), room("актовый зал"))).body["rooms"]
    await sql(served, "update pattern_row set room_id = $1 where course_id = $2", int(rooms[0]["id"]), school.maths)
    await sql(served, "update lesson set room_id = $1 where course_id = $2", int(rooms[0]["id"]), school.maths)
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    await done(clara, school, of(lesson, room=rooms[1]["id"]))
    [shown] = await diary(await served.person("olga"), school.anya, wednesday)
    assert (shown["room"], shown["deviation"]["room_was"], shown["cancelled"]) == ("актовый зал", "214", False)


async def test_who_covers_one_lesson_keeps_that_lesson_on_its_day_and_no_other(
    served: Served, school: School, clara: Caller
) -> None:
    nina, day = await served.person("nina"), school.day
    other = await served.server.pool.fetchval(
        "insert into lesson (course_id, day, number) values ($1, $2, 2) returning id", school.maths, day
    )
    lesson = await lesson_at(served, school.maths, day, 1)
    journal = f"/api/courses/{school.maths}/journal"
    assert (await nina.get(journal)).status == 404
    # she has her own class at that hour, and keeps both
    await done(clara, school, of(lesson, teachers=[str(school.nina)]), word="Классы вместе")
    assert (await nina.get(journal)).status == 200
    mark = {"student": str(school.anya), "value": 5, "kind": str(school.answer)}
    marks = f"/api/courses/{school.maths}/marks"
    posted = await nina.post(marks, {"marks": [{**mark, "lesson": str(lesson["id"])}]})
    assert posted.status == 201, posted.body
    for lesson_id in (other, school.yesterday):
        refused = await nina.post(marks, {"marks": [{**mark, "lesson": str(lesson_id)}]})
        assert (refused.status, refused.code) == (403, "lesson_not_covered")
    # the teacher's own right goes on, and both are named in their places
    assert (await (await served.person("maria")).post(marks, {"marks": [{**mark, "lesson": str(other)}]})).status == 201
    [shown] = [one for one in await diary(await served.person("olga"), school.anya, day) if one["number"] == 1]
    assert shown["teacher"]["id"] == str(school.nina)
    assert [teacher["id"] for teacher in shown["deviation"]["covered"]] == [str(school.maria)]
    await done(clara, school, of(await lesson_at(served, school.maths, day, 1), teachers=[]))
    assert (await nina.get(journal)).status == 404


async def test_the_right_of_who_covers_begins_and_ends_with_the_day(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    nina, journal = await served.person("nina"), f"/api/courses/{school.maths}/journal"
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    await done(clara, school, of(lesson, teachers=[str(school.nina)]))
    for days, status in ((1, 404), (0, 200), (-1, 404)):
        # the lesson's day comes, and goes
        day = school.day + timedelta(days=days)
        await sql(
            served,
            "update substitution set from_day = $1, until_day = $2 where lesson_id = $3",
            day,
            day + timedelta(days=1),
            lesson["id"],
        )
        assert (await nina.get(journal)).status == status, days


async def test_another_subject_is_a_lesson_of_its_own_and_the_marks_go_there(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    english = await served.server.pool.fetchval(
        "insert into course (source, source_id, school_id, title, subject, grade, class_id)"
        " values ('t', 'english', $1, 'Английский язык', 'Английский язык', 5, $2) returning id",
        school.id,
        school.class_5a,
    )
    for student in (school.anya, school.misha):
        await sql(
            served,
            "insert into course_enrolment (source, source_id, course_id, student_id) values ('t', $1, $2, $3)",
            f"english-{student}",
            english,
            student,
        )
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    await done(clara, school, of(lesson, course=str(english), teachers=[str(school.nina)]))
    new = await lesson_at(served, english, wednesday, 2)
    shown = {one["subject"]: one for one in await diary(await served.person("olga"), school.anya, wednesday)}
    assert shown["Математика"]["cancelled"]
    assert shown["Математика"]["deviation"]["replaced_by"] == {"id": str(new["id"]), "subject": "Английский язык"}
    assert (shown["Английский язык"]["cancelled"], shown["Английский язык"]["teacher"]["id"]) == (
        False,
        str(school.nina),
    )
    # and back: mathematics is held again, English falls out
    await done(clara, school, of(await lesson_at(served, school.maths, wednesday, 2), cancelled=False))
    shown = {one["subject"]: one for one in await diary(await served.person("olga"), school.anya, wednesday)}
    assert (shown["Математика"]["cancelled"], shown["Английский язык"]["cancelled"]) == (False, True)
    # and once more: the same lesson of English comes back
    await done(clara, school, of(await lesson_at(served, school.maths, wednesday, 2), course=str(english)))
    assert (await lesson_at(served, english, wednesday, 2))["id"] == new["id"]
    assert not (await lesson_at(served, english, wednesday, 2))["cancelled"]


async def test_an_event_is_held_instead(served: Served, school: School, clara: Caller, wednesday: date) -> None:
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    await done(clara, school, of(lesson, instead="Экскурсия в музей"))
    [shown] = await diary(await served.person("olga"), school.anya, wednesday)
    assert (shown["cancelled"], shown["deviation"]["instead"]) == (True, "Экскурсия в музей")


async def test_a_lesson_with_marks_is_not_cancelled_until_they_are_withdrawn(
    served: Served, school: School, clara: Caller
) -> None:
    maria = await served.person("maria")
    mark = {"student": str(school.anya), "value": 5, "kind": str(school.answer), "lesson": str(school.today)}
    posted = (await maria.post(f"/api/courses/{school.maths}/marks", {"marks": [mark]})).body["marks"][0]
    lesson = await lesson_at(served, school.maths, school.day, 1)
    for what in ({"cancelled": True}, {"instead": "Линейка"}):
        refused = await change(clara, school, of(lesson, **what))
        assert (refused.status, refused.code) == (409, "lesson_has_marks")
    withdrawn = await maria.post(f"/api/marks/{posted['id']}/withdraw", {"revision": 1, "reason": "ошибка"})
    assert withdrawn.status == 200, withdrawn.body
    await done(clara, school, of(lesson, cancelled=True))


async def test_a_teacher_who_is_taken_at_that_hour_is_a_clash_that_stays_only_with_a_word(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    other = await lesson_at(served, school.year_one, wednesday, 3)
    refused = await change(clara, school, of(lesson, number=3, teachers=[str(school.nina)]))
    assert (refused.status, refused.code) == (409, "timetable_clash")
    assert refused.body["clashes"] == [
        {"kind": "teacher", "lesson": str(lesson["id"]), "other": str(other["id"]), "who": [str(school.nina)]}
    ]
    assert (await lesson_at(served, school.maths, wednesday, 2))["revision"] == 1, "nothing half done"
    await done(clara, school, of(lesson, number=3, teachers=[str(school.nina)]), word="Оба класса в одном кабинете")
    assert (await lesson_at(served, school.maths, wednesday, 3))["word"] == "Оба класса в одном кабинете"


async def test_the_teacher_who_is_replaced_is_free_at_that_hour(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    lesson = await lesson_at(served, school.year_one, wednesday, 3)
    maths = await lesson_at(served, school.maths, wednesday, 2)
    await done(clara, school, of(maths, teachers=[str(school.lev)]))
    await done(clara, school, of(lesson, number=2, teachers=[str(school.maria)]))


async def test_who_is_away_covers_for_nobody(served: Served, school: School, clara: Caller, wednesday: date) -> None:
    await sql(
        served,
        "insert into teacher_absence (school_id, teacher_id, from_day, until_day, reason, author_id, at)"
        " values ($1, $2, $3, $4, '', $5, now())",
        school.id,
        school.lev,
        wednesday,
        wednesday + timedelta(days=1),
        school.clara,
    )
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    refused = await change(clara, school, of(lesson, teachers=[str(school.lev)]))
    assert (refused.status, refused.code) == (409, "teacher_away")
    assert [one["field"] for one in refused.body["errors"]] == ["changes.0.teachers"]
    later = await lesson_at(served, school.maths, wednesday + WEEK, 2)
    await done(clara, school, of(later, teachers=[str(school.lev)]))


async def test_an_old_revision_is_answered_with_what_stands(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    await done(clara, school, of(lesson, cancelled=True))
    late = await change(clara, school, of(lesson, number=4))
    assert (late.status, late.code) == (409, "stale")
    assert (late.body["current"]["revision"], late.body["current"]["after"]["cancelled"]) == (2, True)


@pytest.mark.parametrize(
    ("what", "status", "code"),
    [
        ({"number": 9}, 422, "no_such_bell"),
        ({"day": "2199-01-01"}, 422, "no_school_day"),
        ({"day": "2020-01-01"}, 422, "no_school_day"),
        ({"room": "999999"}, 404, "not_found"),
        ({"teachers": ["999999"]}, 404, "not_found"),
        ({"course": "999999"}, 404, "not_found"),
        ({"cancelled": False, "instead": "Экскурсия"}, 400, "bad_request"),
    ],
)
async def test_a_place_that_there_is_not_is_refused(
    served: Served, school: School, clara: Caller, wednesday: date, what: dict[str, Any], status: int, code: str
) -> None:
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    refused = await change(clara, school, of(lesson, **what))
    assert (refused.status, refused.code) == (status, code)


async def test_a_course_has_one_lesson_at_an_hour(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    await changed(clara, school, school.ahead, row(school.maths, 3, 4))
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    refused = await change(clara, school, of(lesson, number=4))
    assert (refused.status, refused.code) == (409, "lesson_is_there")


async def test_a_lesson_does_not_move_to_where_another_of_the_same_request_stays(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    await changed(clara, school, school.ahead, row(school.maths, 3, 4))
    lesson, stays = [await lesson_at(served, school.maths, wednesday, number) for number in (2, 4)]
    for both in ((of(lesson, number=4), of(stays, cancelled=False)), (of(stays, cancelled=True), of(lesson, number=4))):
        refused = await change(clara, school, *both)
        assert (refused.status, refused.code) == (409, "lesson_is_there")
    assert [one["after"]["number"] for one in await done(clara, school, of(lesson, number=4), of(stays, number=2))] == [
        4,
        2,
    ]


@pytest.mark.parametrize("turned", [False, True])
async def test_a_lesson_that_replaces_another_gives_way_to_it_though_it_is_changed_by_the_same_request(
    served: Served, school: School, clara: Caller, wednesday: date, turned: bool
) -> None:
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    await done(clara, school, of(lesson, course=str(school.year_one)), word="Вместе с малышами")
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    replacing = await lesson_at(served, school.year_one, wednesday, 2)
    both = [of(lesson, cancelled=False), of(replacing, number=5)]
    await done(clara, school, *(reversed(both) if turned else both), word="Вместе с малышами")
    assert not (await lesson_at(served, school.maths, wednesday, 2))["cancelled"]
    assert (await lesson_at(served, school.year_one, wednesday, 5))["cancelled"]


async def test_lessons_of_another_school_are_not_there(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    lesson = {"id": school.foreign_today, "revision": 1}
    assert (await change(clara, school, of(lesson, cancelled=True))).status == 404
    own = await lesson_at(served, school.maths, wednesday, 2)
    assert (await change(clara, school, of(own, course=str(school.foreign_course)))).status == 404
    assert (await change(clara, school, of(own, teachers=[str(school.foreign_teacher)]))).status == 404


async def test_a_single_lesson_is_added_on_a_day(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    path = f"/api/schools/{school.id}/lessons"
    body = {"course": str(school.maths), "day": str(wednesday), "number": 5, "teachers": [str(school.lev)]}
    added = await clara.post(path, body)
    assert added.status == 200, added.body
    [one] = added.body["lessons"]
    assert (one["before"], one["after"]["number"]) == (None, 5)
    assert [teacher["id"] for teacher in one["after"]["teachers"]] == [str(school.lev)]
    assert (await clara.post(path, body)).code == "lesson_is_there"


async def test_one_publication_tells_a_class_and_the_teachers_concerned_are_told(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    async with wire(served, await served.person("olga")) as olga, wire(served, await served.person("nina")) as nina:
        await done(clara, school, of(lesson, teachers=[str(school.nina)]), note="С тетрадью")
        of_class = await olga.publication(f"class:{school.class_5a}")
        of_nina = await nina.publication(f"person:{school.nina}")
    for heard in (of_class, of_nina):
        assert heard["data"]["type"] == "lessons_changed"
        [one] = heard["data"]["lessons"]
        assert one["id"] == str(lesson["id"])
        assert [teacher["id"] for teacher in one["before"]["teachers"]] == [str(school.maria)]
        assert [teacher["id"] for teacher in one["after"]["teachers"]] == [str(school.nina)]


async def test_what_was_changed_is_kept_with_its_reason(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    await done(clara, school, of(lesson, cancelled=True), reason="болезнь учителя")
    kept = await served.server.pool.fetchrow("select * from lesson_change where lesson_id = $1", lesson["id"])
    assert kept is not None
    assert (kept["revision"], kept["reason"], kept["author_id"]) == (2, "болезнь учителя", school.clara)
