"""The timetable of a file: brought, previewed, asked about, applied."""

from datetime import date
from typing import Any

import pytest

from tests.handlers.test_lesson_days import sql
from tests.handlers.test_patterns import changed, lessons, row, set_up
from tests.handlers.test_rooms import room
from tests.handlers.test_rooms import say as say_rooms
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served

PLAN = """Класс;День;Урок;Предмет;Учитель;Кабинет
5А;Ср;2;Математика;Рябова М.;214
5A;Пт;4;Математика;Рябова Мария;214
1Б;Ср;3;Чтение;Никитина Н.;101
"""


@pytest.fixture
async def clara(served: Served, school: School) -> Caller:
    """The head of a school with two rooms, and with classes whose courses know them."""
    clara = await set_up(served, school)
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    await sql(
        served,
        "update course set class_id = (select id from class where name = '1Б') where id = $1",
        school.year_one,
    )
    await say_rooms(clara, school, 0, room("214"), room("101"))
    return clara


async def bring(person: Caller, school: School, text: str, name: str = "plan.csv") -> dict[str, Any]:
    path = f"/api/schools/{school.id}/timetable-files?name={name}"
    answer = await person.ask("POST", path, text.encode(), Content_Type="application/octet-stream")
    assert answer.status == 201, answer.body
    body: dict[str, Any] = answer.body
    return body


async def preview(person: Caller, school: School, file: str, from_day: date) -> dict[str, Any]:
    answer = await person.get(f"/api/schools/{school.id}/timetable-files/{file}?from_day={from_day}")
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


async def apply(person: Caller, school: School, file: str, from_day: date, digest: str, **more: Any) -> Answer:
    body = {"from_day": str(from_day), "digest": digest, **more}
    return await person.post(f"/api/schools/{school.id}/timetable-files/{file}/apply", body)


async def test_a_file_is_previewed_applied_and_changes_nothing_the_second_time(
    served: Served, school: School, clara: Caller
) -> None:
    read = await bring(clara, school, PLAN)
    assert (read["lessons"], read["errors"], read["problems"]) == (3, 0, [])
    shown = await preview(clara, school, read["file"], school.ahead)
    assert (shown["doubts"], shown["new_courses"]) == ([], [])
    assert (shown["new"], shown["changed"], shown["gone"], shown["unchanged"]) == (3, 0, 0, 0)
    done = await apply(clara, school, read["file"], school.ahead, shown["digest"])
    assert done.status == 200, done.body
    assert (done.body["added"], done.body["dropped"]) == (shown["lessons_added"], shown["lessons_dropped"])
    made = {(day.isoweekday(), number) for day, number in await lessons(served, school.maths, school.ahead)}
    assert {(3, 2), (5, 4)} <= made
    again = await bring(clara, school, PLAN)
    shown = await preview(clara, school, again["file"], school.ahead)
    assert (shown["new"], shown["changed"], shown["gone"], shown["unchanged"]) == (0, 0, 0, 3)
    assert (shown["lessons_added"], shown["lessons_dropped"]) == (0, 0)


async def test_a_name_that_nobody_has_is_asked_once_and_the_answer_is_kept(
    served: Served, school: School, clara: Caller
) -> None:
    plan = PLAN.replace("Чтение", "Литературное чтение (1 кл.)")
    read = await bring(clara, school, plan)
    shown = await preview(clara, school, read["file"], school.ahead)
    [doubt] = shown["doubts"]
    assert (doubt["kind"], doubt["written"], shown["waiting"]) == ("subject", "Литературное чтение (1 кл.)", 1)
    [of_subjects] = shown["names"]
    assert [one["name"] for one in of_subjects["names"]] == ["Математика", "Чтение"]
    refused = await apply(clara, school, read["file"], school.ahead, shown["digest"])
    assert (refused.status, refused.code) == (409, "import_has_doubts")
    answers = {
        "from_day": str(school.ahead),
        "answers": [{"kind": doubt["kind"], "name": doubt["name"], "target": str(school.year_one)}],
    }
    answered = await clara.ask("PUT", f"/api/schools/{school.id}/timetable-files/{read['file']}/answers", answers)
    assert (answered.body["doubts"], answered.body["new"]) == ([], 3)
    assert (await apply(clara, school, read["file"], school.ahead, answered.body["digest"])).status == 200
    # the next file of that program is understood
    again = await bring(clara, school, plan)
    assert (await preview(clara, school, again["file"], school.ahead))["doubts"] == []


async def test_a_course_that_has_ended_and_still_has_rows_hinders_no_file(
    served: Served, school: School, clara: Caller
) -> None:
    await changed(clara, school, school.ahead, row(school.maths, 3, 2))
    await sql(served, "update course set end_day = $1 where id = $2", school.day, school.maths)
    read = await bring(clara, school, PLAN)
    shown = await preview(clara, school, read["file"], school.ahead)
    assert [one["written"] for one in shown["doubts"]] == ["Математика"]
    assert (shown["new"], shown["gone"]) == (1, 0)


async def test_a_course_that_the_school_lacks_is_made(served: Served, school: School, clara: Caller) -> None:
    plan = PLAN + "5А;Чт;1;Чтение;Никитина Н.;101\n"
    read = await bring(clara, school, plan)
    shown = await preview(clara, school, read["file"], school.ahead)
    assert [one["title"] for one in shown["new_courses"]] == ["Чтение, 5А"]
    done = await apply(clara, school, read["file"], school.ahead, shown["digest"])
    assert done.status == 200, done.body
    course = await served.server.pool.fetchrow("select * from course where title = 'Чтение, 5А'")
    assert course is not None
    rows = await served.server.pool.fetch(
        "select student_id from course_enrolment_now where course_id = $1", course["id"]
    )
    assert {one["student_id"] for one in rows} == {school.anya, school.misha}
    assert {day.isoweekday() for day, _ in await lessons(served, course["id"], school.ahead)} == {4}


async def test_a_file_that_removes_much_is_asked_about_twice(served: Served, school: School, clara: Caller) -> None:
    read = await bring(clara, school, PLAN)
    shown = await preview(clara, school, read["file"], school.ahead)
    await apply(clara, school, read["file"], school.ahead, shown["digest"])
    cut_off = await bring(clara, school, "".join(PLAN.splitlines(keepends=True)[:2]))
    shown = await preview(clara, school, cut_off["file"], school.ahead)
    assert (shown["gone"], shown["unchanged"], shown["asks_twice"]) == (1, 1, True)  # of 5А: nothing is said of 1Б
    refused = await apply(clara, school, cut_off["file"], school.ahead, shown["digest"])
    assert (refused.status, refused.code) == (409, "import_removes_much")
    before = await lessons(served, school.maths, school.ahead)
    done = await apply(clara, school, cut_off["file"], school.ahead, shown["digest"], confirmed=True)
    assert done.status == 200, done.body
    after = await lessons(served, school.maths, school.ahead)
    assert {one for one in before if one[1] == 4} - set(after) == {one for one in before if one[1] == 4}


async def test_what_changed_since_the_preview_is_shown_before_anything_is_applied(
    served: Served, school: School, clara: Caller
) -> None:
    read = await bring(clara, school, PLAN)
    shown = await preview(clara, school, read["file"], school.ahead)
    await changed(clara, school, school.ahead, row(school.maths, 3, 2))
    late = await apply(clara, school, read["file"], school.ahead, shown["digest"])
    assert (late.status, late.code) == (409, "stale")
    assert late.body["current"]["new"] == 2
    done = await apply(clara, school, read["file"], school.ahead, late.body["current"]["digest"])
    assert done.status == 200, done.body


async def test_a_clash_of_a_file_is_shown_with_its_rows_and_stays_only_with_a_word(
    served: Served, school: School, clara: Caller
) -> None:
    read = await bring(clara, school, PLAN.replace("1Б;Ср;3;Чтение;Никитина Н.;101", "1Б;Ср;2;Чтение;Никитина Н.;214"))
    shown = await preview(clara, school, read["file"], school.ahead)
    [clash] = shown["clashes"]
    assert (clash["kind"], clash["who"], shown["clash_count"]) == ("room", ["214"], 1)
    assert {one["course"] for one in (clash["row"], clash["other"])} == {"Математика, 5", "Чтение, 1"}
    assert {one["line"] for one in (clash["row"], clash["other"])} == {2, 4}
    refused = await apply(clara, school, read["file"], school.ahead, shown["digest"])
    assert (refused.status, refused.code) == (409, "timetable_clash")
    done = await apply(clara, school, read["file"], school.ahead, shown["digest"], word="Большой зал")
    assert done.status == 200, done.body


async def test_a_file_that_cannot_be_read_says_where_and_why_and_is_not_kept(
    served: Served, school: School, clara: Caller
) -> None:
    read = await bring(clara, school, PLAN.replace("Пт;4", "Птн;четыре"))
    assert (read["file"], read["errors"] > 0) == (None, True)
    problem = read["problems"][0]
    assert (problem["file"], problem["lines"], problem["count"]) == ("plan.csv", [3], 1)
    assert problem["ru"]
    assert problem["en"]
    empty = await bring(clara, school, "")
    assert empty["file"] is None


async def test_a_file_of_another_school_is_not_there_and_one_is_applied_once(
    served: Served, school: School, clara: Caller
) -> None:
    read = await bring(clara, school, PLAN)
    shown = await preview(clara, school, read["file"], school.ahead)
    await apply(clara, school, read["file"], school.ahead, shown["digest"])
    assert (await apply(clara, school, read["file"], school.ahead, shown["digest"])).status == 404
    other = await served.server.pool.fetchval("select school_id from course where id = $1", school.foreign_course)
    path = f"/api/schools/{other}/timetable-files/{read['file']}?from_day={school.ahead}"
    assert (await clara.get(path)).status == 404


UNKNOWN = "Кл-с;Когда;№;Что;Кто\n5А;Ср;2;Математика;Рябова М.\n5А;Пт;4;Математика;Рябова М.\n"
CHOSEN = {"Кл-с": "classes", "Когда": "weekday", "№": "number", "Что": "subject", "Кто": None}


async def test_columns_that_nobody_understands_are_chosen_once_and_remembered(
    served: Served, school: School, clara: Caller
) -> None:
    read = await bring(clara, school, UNKNOWN)
    assert (read["file"], read["missing"]) == (None, ["classes", "subject", "weekday"])
    assert [(one["heading"], one["meaning"]) for one in read["columns"]][:3] == [
        ("Кл-с", None),
        ("Когда", None),
        ("№", "number"),
    ]
    assert read["columns"][0]["examples"] == ["5А", "5А"]
    columns = [{"heading": heading, "meaning": meaning} for heading, meaning in CHOSEN.items()]
    path = f"/api/schools/{school.id}/timetable-columns"
    assert (await clara.ask("PUT", path, {"columns": columns})).status == 200
    twice = [*columns[:-1], {"heading": "Кто", "meaning": "subject"}]
    assert (await clara.ask("PUT", path, {"columns": twice})).status == 400
    again = await bring(clara, school, UNKNOWN)
    assert (again["lessons"], again["missing"], again["errors"]) == (2, [], 0)
    assert {one["heading"]: one["meaning"] for one in again["columns"]} == CHOSEN
    assert all(one["remembered"] for one in again["columns"])
    shown = await preview(clara, school, again["file"], school.ahead)
    assert (shown["doubts"], shown["new"]) == ([], 2)


async def test_a_file_that_waits_is_found_again_and_can_be_given_up(
    served: Served, school: School, clara: Caller
) -> None:
    path = f"/api/schools/{school.id}/timetable-files"
    assert (await clara.get(path)).body == {"waiting": None}
    earlier = await bring(clara, school, "Класс;День;Урок;Предмет\n5А;Пн;1;Математика\n", "первый.csv")
    read = await bring(clara, school, "Класс;День;Урок;Предмет;Примечание\n5А;Пн;1;Математика;нет\n", "второй.csv")
    assert (read["name"], read["lessons"]) == ("второй.csv", 1)
    assert (await clara.get(path)).body == {"waiting": read}
    assert (await clara.ask("DELETE", f"{path}/{earlier['file']}")).code == "not_found"
    assert (await clara.ask("DELETE", f"{path}/{read['file']}")).body == {"waiting": None}
    assert (await clara.get(path)).body == {"waiting": None}
    again = await bring(clara, school, "Класс;День;Урок;Предмет\n5А;Пн;1;Математика\n")
    digest = (await preview(clara, school, again["file"], school.ahead))["digest"]
    assert (await apply(clara, school, again["file"], school.ahead, digest)).status == 200
    assert (await clara.get(path)).body == {"waiting": None}


async def test_of_a_file_with_several_terms_one_is_chosen(served: Served, school: School, clara: Caller) -> None:
    read = await bring(clara, school, two_terms("Математика", "5А", (2, 4)), "plan.xml")
    assert read["terms"] == ["I полугодие", "II полугодие"]
    path = f"/api/schools/{school.id}/timetable-files/{read['file']}"
    unsaid = await clara.get(f"{path}?from_day={school.ahead}")
    assert (unsaid.status, unsaid.code) == (422, "import_term_missing")
    assert (await clara.get(f"{path}?from_day={school.ahead}&term=3")).code == "import_term_missing"
    first = await clara.get(f"{path}?from_day={school.ahead}&term=1")
    shown = await clara.get(f"{path}?from_day={school.ahead}&term=2")
    assert (first.body["new"], shown.body["new"]) == (1, 1)
    assert first.body["digest"] != shown.body["digest"]
    unsaid = await apply(clara, school, read["file"], school.ahead, shown.body["digest"])
    assert unsaid.code == "import_term_missing"
    done = await apply(clara, school, read["file"], school.ahead, shown.body["digest"], term=2)
    assert done.status == 200, done.body
    made = {(day.isoweekday(), number) for day, number in await lessons(served, school.maths, school.ahead)}
    assert {one for one in made if one[0] == 3} == {(3, 4)}


def two_terms(subject: str, class_: str, numbers: tuple[int, int]) -> str:
    """Returns the XML of aSc with a lesson on Wednesday in each of two half-years, at another bell in each."""
    cards = "".join(
        f'<card lessonid="L" period="{number}" days="001000" weeks="1" terms="{term}" classroomids=""/>'
        for term, number in zip(("10", "01"), numbers, strict=True)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<timetable>
<daysdefs>{"".join(f'<daysdef id="{n}" name="{day}" short="{day}" days="{bits(n, 6)}"/>' for n, day in enumerate(DAYS))}
</daysdefs>
<weeksdefs><weeksdef id="W" name="Все" short="Все" weeks="1"/></weeksdefs>
<termsdefs><termsdef id="1" name="I полугодие" short="I" terms="10"/>
<termsdef id="2" name="II полугодие" short="II" terms="01"/></termsdefs>
<subjects><subject id="S" name="{subject}" short="S"/></subjects>
<teachers><teacher id="T" name="Рябова Мария" short="T"/></teachers>
<classes><class id="C" name="{class_}" short="C"/></classes>
<groups><group id="G" name="Весь класс" classid="C" entireclass="1"/></groups>
<lessons><lesson id="L" subjectid="S" classids="C" groupids="G" teacherids="T" periodspercard="1"/></lessons>
<cards>{cards}</cards>
</timetable>"""


DAYS = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота")


def bits(n: int, of: int) -> str:
    return "".join("1" if place == n else "0" for place in range(of))


FRESH = """Класс;День;Урок;Подгруппа;Предмет;Учитель;Кабинет
5А;Ср;2;;Физика;Рябова Мария;каб. 12
5А;Пт;4;;Физика;Рябова Мария;12
5А;Чт;1;1;Немецкий язык;Рябова Мария;каб. 12
5А;Чт;1;2;Немецкий язык;Никитина Н.;101
5А;Чт;2;;;Никитина Н.;
"""


async def test_subjects_and_rooms_that_the_school_lacks_are_made_with_the_file(
    served: Served, school: School, clara: Caller
) -> None:
    read = await bring(clara, school, FRESH)
    shown = await preview(clara, school, read["file"], school.ahead)
    asked = {(one["kind"], one["written"]): one["name"] for one in shown["doubts"]}
    assert asked.keys() == {("subject", "Физика"), ("subject", "Немецкий язык"), ("subject", "")}
    path = f"/api/schools/{school.id}/timetable-files/{read['file']}/answers"
    answers = [
        {"kind": kind, "name": name, "is_new": True} if name else {"kind": kind, "name": name, "target": None}
        for (kind, _), name in asked.items()
    ]
    shown = (await clara.ask("PUT", path, {"from_day": str(school.ahead), "answers": answers})).body
    [room] = shown["doubts"]
    assert (room["kind"], room["written"], room["lines"]) == ("room", "каб. 12", 3)
    answers = [{"kind": "room", "name": room["name"], "is_new": True}]
    shown = (await clara.ask("PUT", path, {"from_day": str(school.ahead), "answers": answers})).body
    assert (shown["doubts"], shown["new_rooms"], shown["left_out"]) == ([], ["каб. 12"], 1)
    assert [(one["title"], one["is_part"]) for one in shown["new_courses"]] == [
        ("Физика, 5А", False),
        ("Немецкий язык, 5А, 1", True),
        ("Немецкий язык, 5А, 2", True),
    ]
    # two halves of which nobody is chosen yet are no clash, and what is shown is what is done
    assert (shown["new"], shown["clashes"]) == (4, [])
    assert shown["lessons_added"] > 0
    assert await served.server.pool.fetchval("select count(*) from course where subject = 'Физика'") == 0
    done = await apply(clara, school, read["file"], school.ahead, shown["digest"])
    assert (done.status, done.body["added"]) == (200, shown["lessons_added"]), done.body
    rooms = (await clara.get(f"/api/schools/{school.id}/rooms")).body["rooms"]
    assert sorted(one["name"] for one in rooms) == ["101", "214", "каб. 12"]
    # later one of the two halves changes its room, and the other is no reason to ask
    half = await served.server.pool.fetchrow(
        "select l.id, l.revision from lesson l join course c on c.id = l.course_id"
        " where c.title = 'Немецкий язык, 5А, 1' order by l.day limit 1"
    )
    assert half is not None
    free = next(one["id"] for one in rooms if one["name"] == "214")
    moved = {"lesson": str(half["id"]), "revision": half["revision"], "room": free}
    answer = await clara.post(f"/api/schools/{school.id}/lesson-changes", {"changes": [moved]})
    assert answer.status == 200, answer.body
    again = await bring(clara, school, FRESH)
    shown = await preview(clara, school, again["file"], school.ahead)
    assert (shown["doubts"], shown["new"], shown["unchanged"]) == ([], 0, 4)


async def test_a_new_room_with_a_long_name_is_made_once(served: Served, school: School, clara: Caller) -> None:
    long = "Лаборатория экспериментальной физики и робототехники в корпусе Б"
    plan = PLAN.replace("214", long)
    read = await bring(clara, school, plan)
    [room] = (await preview(clara, school, read["file"], school.ahead))["doubts"]
    path = f"/api/schools/{school.id}/timetable-files/{read['file']}/answers"
    answers = [{"kind": "room", "name": room["name"], "is_new": True}]
    shown = (await clara.ask("PUT", path, {"from_day": str(school.ahead), "answers": answers})).body
    await apply(clara, school, read["file"], school.ahead, shown["digest"])
    again = await bring(clara, school, plan)
    shown = await preview(clara, school, again["file"], school.ahead)
    assert shown["doubts"] == []
    assert (shown["new_rooms"], shown["new"], shown["unchanged"]) == ([], 0, 3)
    rooms = (await clara.get(f"/api/schools/{school.id}/rooms")).body
    assert [one["name"] for one in rooms["rooms"]] == ["101", "214", long[:60]]
    kept = await say_rooms(clara, school, rooms["revision"], *rooms["rooms"])
    assert kept.status == 200, "it can be kept on the page of rooms"


async def test_a_teacher_is_told_of_a_course_that_a_file_made(served: Served, school: School, clara: Caller) -> None:
    read = await bring(clara, school, PLAN + "5А;Чт;1;Чтение;Никитина Н.;101\n")
    shown = await preview(clara, school, read["file"], school.ahead)
    await apply(clara, school, read["file"], school.ahead, shown["digest"])
    told = await served.server.pool.fetch(
        "select c.name from publication p join channel c on c.id = p.channel_id where p.changes_readers"
    )
    assert [one["name"] for one in told] == [f"person:{school.nina}"]


async def test_lessons_at_a_bell_that_the_class_lacks_are_shown_with_their_lines(
    served: Served, school: School, clara: Caller
) -> None:
    read = await bring(clara, school, PLAN + "5А;Вт;9;Математика;Рябова М.;\n5А;Вт;10;Чтение;Рябова М.;\n")
    shown = await preview(clara, school, read["file"], school.ahead)
    [misplaced] = shown["misplaced"]
    assert (misplaced["code"], misplaced["count"]) == ("no_such_bell", 2)
    assert [(one["course"], one["number"], one["line"]) for one in misplaced["rows"]] == [
        ("Математика, 5", 9, 5),
        ("Чтение, 5А", 10, 6),
    ]
    refused = await apply(clara, school, read["file"], school.ahead, shown["digest"])
    assert (refused.status, refused.code) == (422, "no_such_bell")


async def test_what_is_read_otherwise_than_it_stands_is_told(served: Served, school: School, clara: Caller) -> None:
    plan = PLAN.replace("Рябова М.;214", "Никитина Н.;214") + "5А;Ср;2;Математика;;101\n"
    read = await bring(clara, school, plan)
    shown = await preview(clara, school, read["file"], school.ahead)
    assert ("Никитина Н.", 2) in [(one["written"], one["lines"]) for one in shown["read_names"]]
    [other] = shown["other_teachers"]
    assert other["course"] == "Математика, 5"
    assert len(other["file"]) == 2
    assert [(one["line"], one["weekday"], one["number"]) for one in shown["twice"]] == [(5, 3, 2)]


async def test_the_timetable_leaves_as_a_table_that_changes_nothing_when_it_comes_back(
    served: Served, school: School, clara: Caller
) -> None:
    path = f"/api/schools/{school.id}/timetable-file?language=ru"
    empty = await clara.get(path)
    assert (empty.status, empty.raw.decode("utf-8-sig")) == (200, HEADINGS)
    read = await bring(clara, school, PLAN)
    shown = await preview(clara, school, read["file"], school.ahead)
    await apply(clara, school, read["file"], school.ahead, shown["digest"])
    written = (await clara.get(path)).raw.decode()
    assert written.count("\r\n") == 4
    again = await bring(clara, school, written)
    shown = await preview(clara, school, again["file"], school.ahead)
    assert (shown["doubts"], shown["new"], shown["changed"], shown["gone"], shown["unchanged"]) == ([], 0, 0, 0, 3)


HEADINGS = "Класс;Подгруппа;Предмет;Учитель;Кабинет;День;Урок;Недели;С;По\r\n"


async def test_without_a_period_after_the_day_it_is_said_so(served: Served, school: School, clara: Caller) -> None:
    read = await bring(clara, school, PLAN)
    last = (await preview(clara, school, read["file"], school.day))["until_day"]
    shown = await preview(clara, school, read["file"], date.fromisoformat(last))
    assert (shown["until_day"], shown["new"], shown["over"]) == (last, 0, 3)
