"""A school whose timetable does not stand still: random edits, and what must hold after each of them.

Nothing is lost in which something is written, nobody is in two places at once without a word that says why, and
nobody's week changes untold.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg

from channels.timetable.making_ahead import make_lessons
from storage.logins import PostgresLogins
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import wire

WEEK = timedelta(days=7)
AHEAD = 3 * WEEK  # days in which lessons are edited and looked at
CLASSES = {"5А": 5, "5Б": 5, "6А": 6}  # the last has the second shift
OF_WEEKS = ("lessons_changed", "timetable_changed", "school_year_changed", "bells_changed")
SAMPLED = 20

# Lessons that are held at one time and need the same teacher, room or student, without a word of somebody.
CLASHES = """
    with held as materialized (
        select l.id, l.day, l.room_id, b.starts, b.ends,
               coalesce(d.word, '') || coalesce(r.word, '') as word,
               coalesce((select array_agg(s.teacher_id) from substitution s where s.lesson_id = l.id),
                        (select array_agg(t.teacher_id) from teaching t
                         where t.course_id = l.course_id and t.ended_at is null)) as teachers,
               (select array_agg(e.student_id) from course_enrolment e
                where e.course_id = l.course_id and e.ended_at is null) as students
        from lesson l
        cross join lateral bell_of(l.course_id, l.day, l.number) b
        left join lesson_deviation d on d.lesson_id = l.id
        left join pattern_row r on r.id = l.row_id
        where not l.cancelled and l.day > $1 and l.day < $2
    )
    select a.id, b.id as other, a.day
    from held a join held b on a.day = b.day and a.id < b.id and a.starts < b.ends and b.starts < a.ends
    where a.word = '' and b.word = ''
      and (a.room_id = b.room_id or a.teachers && b.teachers or a.students && b.students)
"""
WITHOUT_BELL = """
    select l.id from lesson l
    where not l.cancelled and l.day > $1 and not exists (select from bell_of(l.course_id, l.day, l.number))
"""
# Lessons about which something is written, and where they stand.
WRITTEN = "select id, day, number, cancelled from lesson where topic <> '' order by id"


@dataclass(slots=True)
class Person:
    id: int
    path: str  # of what they read: a diary or a timetable
    caller: Caller
    channels: frozenset[str] = frozenset()


@dataclass(slots=True)
class World:
    served: Served
    rng: random.Random
    school: int
    head: Caller
    today: date
    courses: list[int]
    rooms: list[str]
    teachers: list[int]
    classes: list[int] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    confirmed: bool = False  # the last edit said that lessons may be left without a bell
    compared: int = 0
    changed: int = 0  # weeks of somebody that were others after an edit

    @property
    def pool(self) -> asyncpg.Pool:
        return self.served.server.pool

    def path(self, of: str) -> str:
        return f"/api/schools/{self.school}/{of}"

    def day(self) -> date:
        """Returns a day to come."""
        return self.today + timedelta(days=self.rng.randrange(1, AHEAD.days))

    def some(self, numbers: list[int], most: int) -> list[str]:
        return [str(one) for one in self.rng.sample(numbers, self.rng.randint(1, min(most, len(numbers))))]


async def build(served: Served, rng: random.Random) -> World:
    """Fills an empty database with a school of three classes, with halves and a stream, and its first pattern."""
    pool = served.server.pool
    today: date = await pool.fetchval("select (now() at time zone 'Europe/Moscow')::date")
    school = await pool.fetchval(
        "insert into school (source, source_id, name, zone) values ('t', 's', 'Школа', 'Europe/Moscow') returning id"
    )

    async def person(name: str, role: str) -> int:
        number: int = await pool.fetchval(
            "insert into person (source, source_id, family_name, given_name) values ('t', $1, $1, 'А') returning id",
            name,
        )
        await pool.execute(
            "insert into role (source, source_id, person_id, school_id, role) values ('t', $1, $2, $3, $4::role_name)",
            name,
            number,
            school,
            role,
        )
        return number

    async def caller(number: int) -> Caller:
        token = await PostgresLogins(pool).start(number, "test", datetime.now(UTC))
        return Caller(served.http, served.base, token)

    head = await caller(await person("head", "leadership"))
    teachers = [await person(f"teacher {n}", "teacher") for n in range(8)]
    world = World(served, rng, school, head, today, [], [], teachers)
    classes: dict[str, int] = {}
    students: dict[str, list[int]] = {}
    for name, grade in CLASSES.items():
        classes[name] = await pool.fetchval(
            "insert into class (source, source_id, school_id, name, grade) values ('t', $1, $2, $1, $3) returning id",
            name,
            school,
            grade,
        )
        students[name] = [await person(f"{name} {n}", "student") for n in range(4)]
        for student in students[name]:
            await pool.execute(
                "insert into class_enrolment (source, source_id, class_id, student_id) values ('t', $1, $2, $3)",
                str(student),
                classes[name],
                student,
            )
    world.classes = list(classes.values())
    await _say(world, classes)
    for n, (name, number) in enumerate(classes.items()):
        for m, subject in enumerate(("Математика", "История")):
            await _course(world, f"{subject} {name}", number, teachers[n + m], classes=[str(number)])
    for half in (0, 1):
        chosen = [str(one) for one in students["5А"][half::2]]
        await _course(world, f"Английский {half}", classes["5А"], teachers[4 + half], students=chosen, group=str(half))
    both = [str(classes["5А"]), str(classes["5Б"])]
    await _course(world, "Физкультура", classes["5А"], teachers[6], classes=both)
    for student in [one for theirs in students.values() for one in theirs][: SAMPLED - len(teachers)]:
        world.people.append(Person(student, f"/api/students/{student}/diary", await caller(student)))
    for teacher in teachers:
        world.people.append(Person(teacher, f"/api/teachers/{teacher}/timetable", await caller(teacher)))
    await _listen(world)
    return world


async def _listen(world: World) -> None:
    """Notes what everybody is subscribed to now."""
    for one in world.people:
        async with wire(world.served, one.caller) as socket:
            one.channels = frozenset(socket.subs) | {f"person:{one.id}"}


async def _say(world: World, classes: dict[str, int]) -> None:
    """Says the year, the bells of two shifts and of a short day, and the rooms."""
    period = {
        "title": "четверть",
        "from_day": str(world.today - WEEK),
        "until_day": str(world.today + 9 * WEEK),
        "grade_from": 1,
        "grade_until": 11,
    }
    year = {"revision": 0, "weekdays": 6, "periods": [period], "free": []}
    await _must(world.head.ask("PUT", world.path("year"), year))

    bells = {
        "revision": 0,
        "from_day": str(world.today),
        "schedules": [_schedule("1", 8 * 60, 45), _schedule("2", 11 * 60, 45)],
        "rules": [{"schedule": "1", "class": None}, {"schedule": "2", "class": str(classes["6А"])}],
    }
    await _must(world.head.ask("PUT", world.path("bells"), bells))
    rooms = {"revision": 0, "rooms": [{"name": name} for name in ("201", "202", "203", "зал")]}
    answer = await _must(world.head.ask("PUT", world.path("rooms"), rooms))
    world.rooms = [room["id"] for room in answer.body["rooms"]]


def _schedule(name: str, first: int, minutes: int, lessons: int = 5) -> dict[str, Any]:
    times = [(first + n * (minutes + 10), first + n * (minutes + 10) + minutes) for n in range(lessons)]
    bells = [
        {"number": n, "starts": _clock(starts), "ends": _clock(ends), "then": "plain"}
        for n, (starts, ends) in enumerate(times, 1)
    ]
    return {"name": name, "bells": bells}


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


async def _course(world: World, title: str, class_: int, teacher: int, **more: Any) -> None:
    body = {"title": title, "subject": title.split()[0], "class": str(class_), "teachers": [str(teacher)], **more}
    answer = await _must(world.head.post(world.path("courses"), body))
    world.courses.append(int(answer.body["course"]["id"]))


async def _must(asked: Any) -> Answer:
    answer: Answer = await asked
    assert answer.status in (200, 201), answer.body
    return answer


async def play(served: Served, rng: random.Random, edits: int, tell: Callable[[str], None] | None = None) -> World:
    """Makes the edits and looks after each; raises AssertionError where something does not hold."""
    world = await build(served, rng)
    for _ in range(60):
        await _pattern(world)
    actions = {
        _pattern: 5,
        _lesson: 8,
        _free_day: 2,
        _bells: 3,
        _bells_of_day: 3,
        _change_course: 1,
        _away: 1,
        _write: 2,
        _make: 1,
        _single: 1,
    }
    for n in range(edits):
        [action] = rng.choices(list(actions), list(actions.values()))
        watched = rng.sample(world.people, 3 if n % 10 else SAMPLED)
        before = {one.id: await _weeks(world, one) for one in watched}
        written, offsets = await world.pool.fetch(WRITTEN), await _offsets(world)
        bare, world.confirmed = await _without_bell(world), False
        await action(world)
        if action is _change_course:
            await _listen(world)
        await _look(world, action.__name__, watched, before, written, offsets)
        if action in (_bells, _bells_of_day, _change_course) and not world.confirmed:
            assert await _without_bell(world) <= bare, (action.__name__, "lessons lost their bell unasked")
        if tell is not None and (n + 1) % 500 == 0:
            tell(f"{n + 1:,} edits, {world.compared:,} weeks compared, {world.changed:,} had changed")
    return world


async def _look(
    world: World,
    what: str,
    watched: list[Person],
    before: Mapping[int, object],
    written: list[asyncpg.Record],
    offsets: dict[str, int],
) -> None:
    clashes = await world.pool.fetch(CLASHES, world.today, world.today + AHEAD)
    assert not clashes, (what, [dict(one) for one in clashes])
    now = {row["id"]: row for row in await world.pool.fetch(WRITTEN)}
    for row in written if what != "_write" else ():
        assert row["id"] in now, (what, "a lesson in which something is written is gone", dict(row))
        if what in ("_pattern", "_free_day", "_bells", "_bells_of_day", "_change_course", "_make"):
            assert now[row["id"]] == row, (what, "it was moved", dict(row), dict(now[row["id"]]))
    told = await _told(world, offsets)
    for one in watched:
        after = await _weeks(world, one)
        world.compared += 1
        if after != before[one.id]:
            world.changed += 1
            assert told & one.channels, (what, one.path, "was not told", sorted(told), before[one.id], after)


async def _weeks(world: World, one: Person) -> list[object]:
    """Returns the lessons of the weeks that somebody can look at, without what is only counted."""
    found: list[object] = []
    for ahead in range(4):
        year, week, _ = (world.today + ahead * WEEK).isocalendar()
        answer = await one.caller.get(f"{one.path}?week={year}-W{week:02}")
        assert answer.status == 200, answer.body
        days = answer.body.get("days") or [{"lessons": answer.body["lessons"]}]
        found += [{**lesson, "revision": None, "topic": None} for each in days for lesson in each["lessons"]]
    return found


async def _offsets(world: World) -> dict[str, int]:
    return {row["name"]: row["top_offset"] for row in await world.pool.fetch("select name, top_offset from channel")}


async def _told(world: World, before: dict[str, int]) -> set[str]:
    """Returns the channels in which something of weeks was published since."""
    rows = await world.pool.fetch(
        """
        select h.name, p.data from publication p join channel h on h.id = p.channel_id
        join unnest($1::text[], $2::bigint[]) b (name, top) on b.name = h.name and p."offset" > b.top
        union all
        select h.name, p.data from publication p join channel h on h.id = p.channel_id
        where not h.name = any($1::text[])
        """,
        list(before),
        list(before.values()),
    )
    return {row["name"] for row in rows if json.loads(row["data"])["type"] in OF_WEEKS}


async def _without_bell(world: World) -> set[int]:
    return {row["id"] for row in await world.pool.fetch(WITHOUT_BELL, world.today)}


def _noted(world: World, what: str, answer: Answer) -> bool:
    """Counts what became of an edit; a fault of the server is none that may become of it."""
    assert answer.status < 500, (what, answer.body)
    if answer.status in (200, 201):
        world.done[what] += 1
        return True
    world.refused[f"{what}: {answer.code}"] += 1
    return False


async def _pattern(world: World) -> None:
    rng, day = world.rng, world.day()
    rows = (await world.head.get(f"{world.path('pattern')}?day={day}")).body["rows"]
    ended = [one["id"] for one in rng.sample(rows, min(len(rows), rng.choice((0, 0, 1, 2))))]
    body: dict[str, Any] = {"from_day": str(day), "end": ended, "add": list(_rows(world, rng.choice((0, 1, 1, 2))))}
    if rng.random() < 0.2:
        body["until_day"] = str(day + timedelta(days=rng.randrange(1, 30)))
    answer = await world.head.post(world.path("pattern"), body)
    if answer.body.get("code") == "timetable_clash" and rng.random() < 0.2:
        answer = await world.head.post(world.path("pattern"), {**body, "word": "так решено"})
    _noted(world, "pattern", answer)


def _rows(world: World, number: int) -> Iterator[dict[str, Any]]:
    rng = world.rng
    for _ in range(number):
        cycle = rng.choice((1, 1, 1, 2))
        yield {
            "course": str(rng.choice(world.courses)),
            "weekday": rng.choice((1, 1, 1, 2, 2, 3, 4, 5, 6)),  # on some days most meet
            "number": rng.randint(1, 5),
            "room": rng.choice([None, *world.rooms]),
            "cycle": cycle,
            "weeks": [rng.randint(1, cycle)],
        }


async def _lesson(world: World) -> None:
    rng = world.rng
    lessons = await world.pool.fetch(
        "select id, revision from lesson where day > $1 and day < $2 order by id", world.today, world.today + AHEAD
    )
    chosen = rng.sample(lessons, min(len(lessons), rng.choice((1, 1, 1, 2))))
    if not chosen:
        return
    body: dict[str, Any] = {
        "changes": [
            {"lesson": str(one["id"]), "revision": one["revision"] - (rng.random() < 0.02), **_kind(world)}
            for one in chosen
        ],
        "note": rng.choice(("", "С тетрадью")),
    }
    body["changes"] = [one for one in body["changes"] if one["revision"] > 0]
    if not body["changes"]:
        return
    answer = await world.head.post(world.path("lesson-changes"), body)
    if answer.body.get("code") == "timetable_clash" and rng.random() < 0.2:
        answer = await world.head.post(world.path("lesson-changes"), {**body, "word": "так решено"})
    _noted(world, "lesson", answer)


def _kind(world: World) -> dict[str, Any]:
    rng = world.rng
    kinds: list[dict[str, Any]] = [
        {"cancelled": True},
        {"cancelled": False},
        {"number": rng.randint(1, 5)},
        {"day": str(world.day()), "number": rng.randint(1, 5)},
        {"room": rng.choice([None, *world.rooms])},
        {"teachers": world.some(world.teachers, 2)},
        {"teachers": []},
        {"course": str(rng.choice(world.courses))},
        {"instead": "Планетарий"},
    ]
    return rng.choice(kinds)


async def _single(world: World) -> None:
    body = {
        "course": str(world.rng.choice(world.courses)),
        "day": str(world.day()),
        "number": world.rng.randint(1, 5),
    }
    _noted(world, "single", await world.head.post(world.path("lessons"), body))


async def _free_day(world: World) -> None:
    year = (await world.head.get(world.path("year"))).body
    for period in year["periods"]:
        del period["id"]
    free = year["free"]
    if world.rng.random() < 0.2:
        year["weekdays"] = world.rng.choice((5, 6))
    elif free and world.rng.random() < 0.6:
        free.remove(world.rng.choice(free))
    else:
        day = world.day()
        until = day + timedelta(days=world.rng.choice((1, 1, 3)))
        free.append({"title": "Праздник", "from_day": str(day), "until_day": str(until)})
    _noted(world, "free day", await world.head.ask("PUT", world.path("year"), year))


async def _answered(world: World, what: str, path: str, body: dict[str, Any]) -> None:
    """Sends what may bring lessons together or leave them without a bell; sometimes says why, and confirms it."""
    answer = await world.head.ask("PUT", world.path(path), body)
    if answer.body.get("code") == "timetable_clash" and world.rng.random() < 0.2:
        body = {**body, "word": "так решено"}
        answer = await world.head.ask("PUT", world.path(path), body)
    if answer.body.get("code") == "lessons_without_bell" and world.rng.random() < 0.5:
        world.confirmed = True
        answer = await world.head.ask("PUT", world.path(path), {**body, "confirmed": True})
    _noted(world, what, answer)


async def _bells(world: World) -> None:
    """Says all bells anew from a day on: the shifts begin at other times, and classes change between them."""
    rng, day = world.rng, world.today + timedelta(days=world.rng.randrange(1, 2 * AHEAD.days))
    present = (await world.head.get(f"{world.path('bells')}?day={day}")).body
    minutes = rng.choice((40, 45))
    schedules = [
        _schedule("1", rng.choice((480, 480, 510)), minutes, rng.choice((5, 5, 5, 4))),
        _schedule("2", rng.choice((480, 540, 660, 720)), minutes),
    ]
    rules: list[dict[str, Any]] = [{"schedule": "1", "class": None}]
    rules += [{"schedule": "2", "class": str(one)} for one in world.classes if rng.random() < 0.5]
    if rng.random() < 0.3:
        rules.append({"schedule": rng.choice("12"), "class": None, "weekday": rng.randint(1, 6)})
    rules += [one for one in present["rules"] if one["day"] is not None and date.fromisoformat(one["day"]) >= day]
    body = {"revision": present["revision"], "from_day": str(day), "schedules": schedules, "rules": rules}
    await _answered(world, "bells", "bells", body)


async def _bells_of_day(world: World) -> None:
    rng, day = world.rng, world.day()
    present = (await world.head.get(f"{world.path('bells')}?day={day}")).body
    names = [one["name"] for one in present["schedules"]]
    some = rng.sample([None, *world.classes], rng.choice((0, 1, 1, 2)))
    rules = [{"schedule": rng.choice(names), "class": None if one is None else str(one)} for one in some]
    await _answered(
        world, "bells of a day", "bells/day", {"revision": present["revision"], "day": str(day), "rules": rules}
    )


async def _change_course(world: World) -> None:
    """Gives a course other teachers, or the bells of another class."""
    rng, path = world.rng, f"courses/{world.rng.choice(world.courses)}"
    known = (await world.head.get(world.path(path))).body
    course = known["course"]
    body: dict[str, Any] = {
        **{name: course[name] for name in ("title", "subject", "class", "group", "revision")},
        "classes": known["whole"],
        "students": known["chosen"],
        "teachers": [one["id"] for one in course["teachers"]],
    }
    if rng.random() < 0.6:
        body["teachers"] = world.some(world.teachers, 2)
    elif not known["chosen"]:
        body["class"] = str(rng.choice(world.classes))
    await _answered(world, "course", path, body)


async def _away(world: World) -> None:
    absences = (await world.head.get(world.path("absences"))).body["absences"]
    if absences and world.rng.random() < 0.6:
        one = world.rng.choice(absences)["id"]
        _noted(world, "back", await world.head.ask("DELETE", world.path(f"absences/{one}"), None))
        return
    day = world.day()
    body = {
        "teacher": str(world.rng.choice(world.teachers)),
        "from_day": str(day),
        "until_day": str(day + timedelta(days=world.rng.randint(1, 4))),
    }
    _noted(world, "away", await world.head.post(world.path("absences"), body))


async def _write(world: World) -> None:
    """Writes a topic into a lesson, or wipes one."""
    lesson = await world.pool.fetchval(
        "select id from lesson where day > $1 and day < $2 and (topic = '') = $3 order by md5(id::text || $4) limit 1",
        world.today,
        world.today + AHEAD,
        world.rng.random() < 0.6,
        str(world.rng.random()),
    )
    await world.pool.execute(
        "update lesson set topic = case topic when '' then 'Тема' else '' end where id = $1", lesson
    )
    world.done["words"] += 1


async def _make(world: World) -> None:
    await make_lessons(world.served.server.desk)
    world.done["job"] += 1
