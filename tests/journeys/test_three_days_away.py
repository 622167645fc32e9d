"""A teacher of two classes is away for three days: what it takes to cover fourteen lessons, and who has what of it."""

import logging
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar
from playwright.async_api import Page, expect

from storage.logins import PostgresLogins
from tests.handlers.test_lesson_calendars import address, feed
from tests.handlers.test_lesson_changes import done, of
from tests.handlers.test_lesson_days import sql
from tests.handlers.test_patterns import changed, next_day, row, set_up
from tests.handlers.test_teacher_absences import away
from tests.journeys.conftest import SignIn
from tests.journeys.test_substitutions import week_of
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import Wire, wire

log = logging.getLogger(__name__)
# weekday -> the bells at which 5А, and then 5Б, has mathematics
LESSONS = {1: ((1, 2), (3, 4, 5)), 2: ((1, 2, 3), (4, 5)), 3: ((1, 2), (3, 4))}
FOURTEEN = sum(len(bells) for both in LESSONS.values() for bells in both)
STUDENTS = 10  # of each class, each with both parents: 60 people
Place = tuple[str, int, str, bool, str]  # of a lesson: day, number, room, whether it is cancelled, who holds it


@dataclass
class Reader:
    """One of the students or parents, with the lessons of the week as they know them."""

    caller: Caller
    student: int
    class_: int
    view: dict[str, Place] = field(default_factory=dict)

    async def loaded(self, week: str) -> dict[str, Place]:
        answer = await self.caller.get(f"/api/students/{self.student}/diary?week={week}")
        assert answer.status == 200, answer.body
        return {
            one["id"]: (day["day"], one["number"], one["room"], one["cancelled"], one["teacher"]["id"])
            for day in answer.body["days"]
            for one in day["lessons"]
        }

    def fold(self, data: dict[str, Any]) -> None:
        """Changes the view as a publication of the class says."""
        assert data["type"] == "lessons_changed"
        for one in data["lessons"]:
            after = one["after"]
            holds = after["teachers"][0]["id"]
            self.view[one["id"]] = (after["day"], after["number"], after["room"], after["cancelled"], holds)


@dataclass(frozen=True)
class Week:
    """Next week in both classes; `courses` and `classes` are 5А's and 5Б's."""

    monday: date
    courses: tuple[int, int]
    classes: tuple[int, int]
    readers: list[Reader]
    leader: Caller

    @property
    def name(self) -> str:
        return week_of(self.monday)


async def two_classes(served: Served, school: School) -> Week:
    """Gives Maria fourteen lessons from Monday to Wednesday; Lev teaches mathematics as well, and is free."""
    clara, pool = await set_up(served, school), served.server.pool
    await sql(served, "delete from substitution")
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    class_5b: int = await pool.fetchval(
        "insert into class (source, source_id, school_id, name, grade) values ('t', '5Б', $1, '5Б', 5) returning id",
        school.id,
    )

    async def course(title: str, class_: int, teacher: int, students: list[int]) -> int:
        body = {
            "title": title,
            "subject": "Математика",
            "class": str(class_),
            "students": [str(one) for one in students],
            "teachers": [str(teacher)],
        }
        answer = await clara.post(f"/api/schools/{school.id}/courses", body)
        assert answer.status == 201, answer.body
        return int(answer.body["course"]["id"])

    readers: list[Reader] = []
    students: dict[int, list[int]] = {}
    for class_ in (school.class_5a, class_5b):
        people = [await _family(served, school, class_, n) for n in range(STUDENTS)]
        students[class_] = [student for student, _ in people]
        readers += [Reader(caller, student, class_) for student, callers in people for caller in callers]
    for student in students[school.class_5a]:
        await sql(
            served,
            "insert into course_enrolment (source, source_id, course_id, student_id)"
            " values ('t', $2::bigint || '-maths', $1, $2)",
            school.maths,
            student,
        )
    maths_5b = await course("Математика, 5Б", class_5b, school.maria, students[class_5b])
    await course("Математика, кружок", school.class_5a, school.lev, [school.misha])
    courses = (school.maths, maths_5b)
    rows = [
        row(course_, weekday, number)
        for weekday, both in LESSONS.items()
        for course_, bells in zip(courses, both, strict=True)
        for number in bells
    ]
    await changed(clara, school, school.day + timedelta(days=1), *rows)
    return Week(next_day(school.day, 1), courses, (school.class_5a, class_5b), readers, clara)


async def _family(served: Served, school: School, class_: int, n: int) -> tuple[int, list[Caller]]:
    """Adds a student with both parents; returns the student, and all three as they ask the server."""
    pool = served.server.pool
    people: list[int] = []
    for role, relation in (("student", None), ("guardian", "mother"), ("guardian", "father")):
        name = f"{class_}-{n}-{relation}"
        person: int = await pool.fetchval(
            "insert into person (source, source_id, family_name, given_name) values ('t', $1, 'Фамилия', 'Имя')"
            " returning id",
            name,
        )
        await pool.execute(
            "insert into role (source, source_id, person_id, school_id, role) values ('t', $1, $2, $3, $4::role_name)",
            name,
            person,
            school.id,
            role,
        )
        if relation is not None:
            await pool.execute(
                "insert into guardianship (source, guardian_id, student_id, relation)"
                " values ('t', $1, $2, $3::relation_name)",
                person,
                people[0],
                relation,
            )
        people.append(person)
    await pool.execute(
        "insert into class_enrolment (source, source_id, class_id, student_id) values ('t', $1, $2, $3)",
        f"{class_}-{n}",
        class_,
        people[0],
    )
    logins, now = PostgresLogins(pool), datetime.now(UTC)
    return people[0], [Caller(served.http, served.base, await logins.start(one, "test", now)) for one in people]


async def timetable_of(colleague: Caller, teacher: int, week: str) -> list[dict[str, Any]]:
    answer = await colleague.get(f"/api/teachers/{teacher}/timetable?week={week}")
    assert answer.status == 200, answer.body
    lessons: list[dict[str, Any]] = answer.body["lessons"]
    return lessons


COUNT = """() => {
    window.pressed = { keys: 0, pointer: 0 };
    addEventListener('keydown', () => window.pressed.keys++, true);
    addEventListener('pointerdown', () => window.pressed.pointer++, true);
}"""


async def cover_by_keys(leader: Page) -> None:
    """Takes each proposal as it stands; what is left is to apply them all."""
    await expect(leader.locator("[data-cover]")).to_have_count(FOURTEEN)
    await expect(leader.locator("[data-cover] select").first).to_be_focused()
    await leader.evaluate(COUNT)
    for left in range(FOURTEEN - 1, -1, -1):
        await leader.keyboard.press("Enter")
        said = f"Осталось решить {left}" if left else f"Применить: {FOURTEEN} уроков"
        await expect(leader.locator("[data-apply]")).to_have_text(said)
    await expect(leader.locator("[data-apply]")).to_be_focused()


@asynccontextmanager
async def listening(served: Served, people: list[Caller]) -> AsyncIterator[list[Wire]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(wire(served, one)) for one in people]


def waiting(socket: Wire) -> Iterator[dict[str, Any]]:
    while not socket.pushes.empty():
        yield socket.pushes.get_nowait()


async def told_since(served: Served, begun: datetime) -> dict[str, int]:
    """Returns how many publications each channel has had since."""
    rows = await served.server.pool.fetch(
        "select h.name, count(*) as told from publication p join channel h on h.id = p.channel_id"
        " where p.at >= $1 group by h.name",
        begun,
    )
    return {row["name"]: row["told"] for row in rows}


async def test_fourteen_lessons_are_covered_with_fifteen_keys_and_sixty_people_have_them_at_once(
    sign_in: SignIn, served: Served, school: School
) -> None:
    week = await two_classes(served, school)
    maria, lev, nina = [await served.person(login) for login in ("maria", "lev", "nina")]
    assert len(week.readers) == 60
    for reader in week.readers:
        reader.view = await reader.loaded(week.name)
        assert {place[-1] for place in reader.view.values()} == {str(school.maria)}
    mother = week.readers[1]
    feeds = [await address(mother.caller, mother.student), await address(lev), await address(maria)]
    before = [entries(await feed(served, path), week) for path in feeds]
    assert [len(one) for one in before] == [FOURTEEN // 2, 0, FOURTEEN]
    absence = (await away(week.leader, school, school.maria, week.monday, 3)).body["id"]
    substitute = await sign_in("lev", f"/timetable/teacher/{school.lev}/{week.name}")
    leader = await sign_in("clara", f"/away/{absence}")
    began = time.perf_counter()
    await cover_by_keys(leader)
    decided = time.perf_counter()
    async with listening(served, [one.caller for one in week.readers]) as wires:
        at: datetime = await served.server.pool.fetchval("select clock_timestamp()")
        deliveries = served.server.engine.stats().deliveries
        applied = time.perf_counter()
        await leader.keyboard.press("Enter")
        both = zip(wires, week.readers, strict=True)
        heard = [await socket.publication(f"class:{reader.class_}") for socket, reader in both]
        reached = time.perf_counter()
        await expect(leader.locator(".none")).to_contain_text("Все уроки закрыты")
        # what else is on its way to them comes before an answer
        for socket in wires:
            await socket.rpc("me")
        more = [push for socket in wires for push in waiting(socket)]
    pressed = await leader.evaluate("window.pressed")
    assert pressed == {"keys": FOURTEEN + 1, "pointer": 0}, "one for each lesson, and one for all of them"
    # one publication for each class, whoever reads it
    told = await told_since(served, at)
    channels = [f"class:{one}" for one in week.classes] + [f"journal:{one}" for one in week.courses]
    assert told == dict.fromkeys([*channels, f"person:{school.maria}", f"person:{school.lev}"], 1)
    assert more == []
    log.info(
        "%d lessons decided in %.1f s; 60 readers had them after %.1f s", FOURTEEN, decided - began, reached - applied
    )
    for reader, publication in zip(week.readers, heard, strict=True):
        reader.fold(publication["data"])
        assert len(publication["data"]["lessons"]) == FOURTEEN // 2
        assert reader.view == await reader.loaded(week.name), "live view = reloaded view"
        assert {place[-1] for place in reader.view.values()} == {str(school.lev)}
    # the substitute's own page, which was open
    await expect(substitute.locator(".tt [data-lesson]")).to_have_count(FOURTEEN)
    # each class's to its thirty; one to Lev himself, and one to him as a teacher of 5А, from where his club is
    assert served.server.engine.stats().deliveries - deliveries == 2 * 30 + 2
    live = await substitute.locator(".tt").all_inner_texts()
    await substitute.reload()
    await expect(substitute.locator(".tt [data-lesson]")).to_have_count(FOURTEEN)
    assert await substitute.locator(".tt").all_inner_texts() == live
    # a colleague
    held = await timetable_of(nina, school.lev, week.name)
    assert {one["class"] for one in held} == {"5А", "5Б"}
    assert [one["teachers"][0]["id"] for one in held] == [str(school.lev)] * FOURTEEN
    of_maria = await timetable_of(nina, school.maria, week.name)
    assert {one["id"] for one in of_maria} == {one["id"] for one in held}
    assert {one["deviation"]["covered"][0]["id"] for one in of_maria} == {str(school.maria)}
    # calendars
    after = [entries(await feed(served, path), week) for path in feeds]
    assert [one.keys() for one in after] == [before[0].keys(), before[2].keys(), before[2].keys()]
    statuses = [{str(entry["status"]) for entry in one.values()} for one in after]
    assert statuses == [{"CONFIRMED"}, {"CONFIRMED"}, {"CANCELLED"}]
    for was, one in ((before[0], after[0]), (before[2], after[2])):
        assert all(one[uid]["sequence"] > entry["sequence"] for uid, entry in was.items())


def entries(calendar: Calendar, week: Week) -> dict[str, Any]:
    """Returns the entries of these three days by their ids."""
    days = [week.monday + timedelta(days=n) for n in range(3)]
    return {str(one["uid"]): one for one in calendar.walk("VEVENT") if one.decoded("dtstart").date() in days}


async def test_the_substitute_keeps_the_lessons_of_each_day_on_that_day(served: Served, school: School) -> None:
    week = await two_classes(served, school)
    lev = await served.person("lev")
    lessons = await served.server.pool.fetch(
        "select id, course_id, day - $1 as n, revision from lesson"
        " where course_id = any($2::bigint[]) and day - $1 between 0 and 2",
        week.monday,
        list(week.courses),
    )
    assert len(lessons) == FOURTEEN
    await done(week.leader, school, *(of(dict(one), teachers=[str(school.lev)]) for one in lessons))
    of_5b = 3 * STUDENTS
    student = {week.courses[0]: week.readers[0].student, week.courses[1]: week.readers[of_5b].student}
    for today in range(-1, 4):
        await bring(served, week, today)
        for one in lessons:
            mark = {"student": str(student[one["course_id"]]), "lesson": str(one["id"]), "value": 5}
            body = {"marks": [{**mark, "kind": str(school.answer)}]}
            answer = await lev.post(f"/api/courses/{one['course_id']}/marks", body)
            assert outcome(answer) == expected(today, one["n"]), (today, one["n"], answer.body)


def outcome(answer: Answer) -> str:
    return "kept" if answer.status == 201 else answer.code


def expected(today: int, lesson: int) -> str:
    """Returns what becomes of a mark in a lesson of the first, second or third of the days."""
    if not 0 <= today <= 2:
        return "not_found"
    if lesson == today:
        return "kept"
    return "lesson_not_covered" if lesson < today else "lesson_in_future"


async def bring(served: Served, week: Week, today: int) -> None:
    """Moves the lessons, and who covers them, so that this day is the one so many days after the first of the three."""
    pool = served.server.pool
    day = await pool.fetchval("select (now() at time zone 'Europe/Moscow')::date")
    first = await pool.fetchval("select min(from_day) from substitution")
    by = (day - first).days - today
    for days in (-10_000, 10_000 + by):  # far away in between: two lessons of a course are at no time at one place
        await pool.execute(
            "update lesson set day = day + $1::int where course_id = any($2::bigint[])", days, list(week.courses)
        )
    await pool.execute("update substitution set from_day = from_day + $1::int, until_day = until_day + $1::int", by)
