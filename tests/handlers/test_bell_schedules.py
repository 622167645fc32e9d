"""Bells of a school: schedules, which classes have them, and that the past keeps its times."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.school_year.bells import BellRule, schedule_on
from storage.school_year.bells import name_course_classes
from tests.handlers.test_lesson_days import add_lesson, diary
from tests.support.effort import tries
from tests.support.school import School, read_school
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import wire


def bell(number: int, starts: str, ends: str, then: str = "plain") -> dict[str, Any]:
    return {"number": number, "starts": starts, "ends": ends, "then": then}


def rule(schedule: str, of: int | None = None, **more: Any) -> dict[str, Any]:
    return {"schedule": schedule, "class": None if of is None else str(of), "weekday": None, "day": None, **more}


FIRST_SHIFT = {"name": "1 смена", "bells": [bell(1, "08:30", "09:15", "breakfast"), bell(2, "09:30", "10:15")]}
SECOND_SHIFT = {"name": "2 смена", "bells": [bell(1, "14:00", "14:45"), bell(2, "14:55", "15:40")]}
SHORT = {"name": "Короткий день", "bells": [bell(1, "09:00", "09:30"), bell(2, "09:40", "10:10")]}


def said(school: School, revision: int = 0, **changed: Any) -> dict[str, Any]:
    """From tomorrow on, all classes have the first shift."""
    tomorrow = str(school.day + timedelta(days=1))
    rules = [rule("1 смена")]
    return {"revision": revision, "from_day": tomorrow, "schedules": [FIRST_SHIFT], "rules": rules, **changed}


async def say(person: Caller, school: School, body: dict[str, Any]) -> Answer:
    return await person.ask("PUT", f"/api/schools/{school.id}/bells", body)


async def on(person: Caller, school: School, day: date) -> dict[str, Any]:
    answer = await person.get(f"/api/schools/{school.id}/bells?day={day}")
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


async def times(person: Caller, student: int, day: date) -> list[str | None]:
    """When the lessons of a day begin, by the school's clock (Moscow: three hours ahead)."""
    days = {one["day"]: one["lessons"] for one in (await diary(person, student, day))["days"]}
    found = [lesson["starts_at"] for lesson in days.get(str(day), [])]
    return [None if each is None else f"{(int(each[11:13]) + 3) % 24:02}:{each[14:16]}" for each in found]


async def test_bells_are_read_by_everybody_as_they_were_set(served: Served, school: School) -> None:
    clara, anya = await served.person("clara"), await served.person("anya")
    answer = await say(clara, school, said(school))
    assert answer.status == 200, answer.body
    tomorrow = school.day + timedelta(days=1)
    assert await on(anya, school, tomorrow) == answer.body
    assert answer.body == {
        "revision": 1,
        "from_day": str(tomorrow),
        "until_day": None,
        "schedules": [FIRST_SHIFT],
        "rules": [rule("1 смена")],
    }


async def test_lessons_before_the_day_keep_their_times_and_those_from_it_on_have_the_new_ones(
    served: Served, school: School
) -> None:
    clara, olga = await served.person("clara"), await served.person("olga")
    tomorrow = school.day + timedelta(days=1)
    assert await times(olga, school.anya, school.day) == ["00:00"]
    assert await times(olga, school.anya, tomorrow) == ["00:00"]
    await say(clara, school, said(school))
    assert await times(olga, school.anya, school.day) == ["00:00"]
    assert await times(olga, school.anya, tomorrow) == ["08:30"]
    assert (await on(olga, school, school.day))["until_day"] == str(tomorrow)


async def test_what_was_planned_from_a_later_day_is_planned_anew(served: Served, school: School) -> None:
    clara = await served.person("clara")
    in_a_week = school.day + timedelta(days=7)
    await say(clara, school, said(school, from_day=str(in_a_week), schedules=[SHORT], rules=[rule("Короткий день")]))
    await say(clara, school, said(school, 1))
    later = await on(clara, school, in_a_week)
    assert [schedule["name"] for schedule in later["schedules"]] == ["1 смена"]
    assert (await on(clara, school, school.day))["schedules"][0]["name"] == "Звонки"


async def test_a_class_of_the_second_shift_and_a_short_day_have_their_own_times(served: Served, school: School) -> None:
    clara, olga = await served.person("clara"), await served.person("olga")
    await served.server.pool.execute("update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    first, second, third = (school.day + timedelta(days=days) for days in (1, 2, 3))
    for day in (second, third):
        await add_lesson(served, school.maths, day)
    rules = [
        rule("1 смена"),
        rule("2 смена", school.class_5a),
        rule("Короткий день", day=str(second)),
        rule("1 смена", school.class_5a, weekday=third.isoweekday()),
    ]
    await say(clara, school, said(school, schedules=[FIRST_SHIFT, SECOND_SHIFT, SHORT], rules=rules))
    assert [await times(olga, school.anya, day) for day in (first, second, third)] == [["14:00"], ["09:00"], ["08:30"]]


async def test_a_lesson_at_a_bell_that_there_is_not_has_no_time(served: Served, school: School) -> None:
    clara, olga = await served.person("clara"), await served.person("olga")
    tomorrow = school.day + timedelta(days=1)
    await add_lesson(served, school.maths, tomorrow, number=9)
    await say(clara, school, said(school))
    assert await times(olga, school.anya, tomorrow) == ["08:30", None]


async def test_bells_that_were_changed_meanwhile_are_shown_and_not_overwritten(served: Served, school: School) -> None:
    clara, admin = await served.person("clara"), await served.person("sysop")
    await say(clara, school, said(school))
    refused = await say(admin, school, said(school, schedules=[], rules=[]))
    assert (refused.status, refused.code) == (409, "stale")
    assert refused.body["current"] == await on(admin, school, school.day)


async def test_everybody_of_the_school_hears_from_which_day_on(served: Served, school: School) -> None:
    async with wire(served, await served.person("olga")) as phone:
        await say(await served.person("clara"), school, said(school))
        heard = await phone.publication(f"school:{school.id}")
    assert heard["data"] == {"type": "bells_changed", "from_day": str(school.day + timedelta(days=1))}


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"schedules": [FIRST_SHIFT, FIRST_SHIFT]}, "schedules.1.name", "bell_schedule_twice"),
        (
            {"schedules": [{**FIRST_SHIFT, "bells": [bell(1, "08:30", "09:15"), bell(1, "09:30", "10:15")]}]},
            "schedules.0.bells.1",
            "bell_number_twice",
        ),
        (
            {"schedules": [{**FIRST_SHIFT, "bells": [bell(1, "09:15", "08:30")]}]},
            "schedules.0.bells.0",
            "bell_ends_first",
        ),
        (
            {"schedules": [{**FIRST_SHIFT, "bells": [bell(1, "08:30", "09:15"), bell(2, "09:00", "10:15")]}]},
            "schedules.0.bells.1",
            "bells_overlap",
        ),
        (
            {"schedules": [{**FIRST_SHIFT, "bells": [bell(1, "08:30", "09:15"), bell(2, "09:19", "10:15")]}]},
            "schedules.0.bells.1",
            "break_too_short",
        ),
        ({"rules": [rule("3 смена")]}, "rules.0.schedule", "unknown_bell_schedule"),
        ({"rules": [rule("1 смена"), rule("1 смена")]}, "rules.1", "bell_rule_twice"),
        ({"from_day": "2020-09-01"}, "from_day", "bells_in_the_past"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_its_row(
    served: Served, school: School, changed: dict[str, Any], field: str, code: str
) -> None:
    clara = await served.person("clara")
    before = await on(clara, school, school.day)
    refused = await say(clara, school, said(school, **changed))
    assert (refused.status, refused.code) == (422, code), refused.body
    assert [(error["field"], error["code"]) for error in refused.body["errors"]] == [(field, code)]
    assert await on(clara, school, school.day) == before


async def test_the_first_bells_of_a_school_may_begin_with_its_year(served: Served, school: School) -> None:
    clara = await served.person("clara")
    await served.server.pool.execute("delete from bell_schedule")
    answer = await say(clara, school, said(school, from_day="2020-09-01"))
    assert (answer.status, answer.body["from_day"]) == (200, "2020-09-01")


async def test_a_class_of_another_school_is_none(served: Served, school: School) -> None:
    foreign = await served.server.pool.fetchval(
        "insert into class (source, source_id, school_id, name, grade)"
        " select 't', 'x', id, '5Ж', 5 from school where id <> $1 returning id",
        school.id,
    )
    refused = await say(await served.person("clara"), school, said(school, rules=[rule("1 смена", foreign)]))
    assert (refused.status, refused.code) == (404, "not_found")


@pytest.mark.parametrize(
    "changed",
    [
        {"schedules": [{"name": "x", "bells": [bell(1, "8:30", "25:00")]}]},
        {"schedules": [{"name": "x", "bells": [bell(1, "08:30:10", "09:00")]}]},
        {"schedules": [{"name": "x", "bells": [bell(1, "08:30", "09:00", "tea")]}]},
        {"rules": [rule("1 смена", weekday=8)]},
        {"rules": [rule("1 смена", weekday=1, day="2026-12-01")]},
    ],
)
async def test_what_no_clock_shows_is_refused(served: Served, school: School, changed: dict[str, Any]) -> None:
    refused = await say(await served.person("clara"), school, said(school, **changed))
    assert (refused.status, refused.code) == (400, "bad_request")


# The database says the same as the pure rule

RULES = st.lists(
    st.tuples(st.booleans(), st.none() | st.integers(1, 7), st.none() | st.integers(0, 6)).map(
        lambda three: (three[0], three[1] if three[2] is None else None, three[2])
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.slow
@settings(max_examples=tries(20, 300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RULES)
async def test_the_database_and_the_pure_rule_choose_the_same_bells(
    shared_pool: tuple[asyncpg.Pool, School], rules: Sequence[tuple[bool, int | None, int | None]]
) -> None:
    pool, school = shared_pool
    monday = date(2026, 9, 7)
    async with pool.acquire() as db:
        transaction = db.transaction()
        await transaction.start()
        await db.execute("delete from bell_schedule where school_id = $1", school.id)
        await db.execute("update course set class_id = $1 where id = $2", school.class_5a, school.maths)
        pure = []
        for n, (of_class, weekday, offset) in enumerate(rules):
            day = None if offset is None else monday + timedelta(days=offset)
            schedule = await db.fetchval(
                "insert into bell_schedule (school_id, name) values ($1, $2) returning id", school.id, f"{n}"
            )
            await db.execute(
                "insert into bell (schedule_id, number, starts, ends) values ($1, 1, make_time($2, 0, 0), '23:00')",
                schedule,
                n,
            )
            number = await db.fetchval(
                "insert into bell_rule (schedule_id, class_id, weekday, day) values ($1, $2, $3, $4) returning id",
                schedule,
                school.class_5a if of_class else None,
                weekday,
                day,
            )
            pure.append(BellRule(number, n, school.class_5a if of_class else None, weekday, day))
        for offset in range(7):
            day = monday + timedelta(days=offset)
            for course, class_ in ((school.maths, school.class_5a), (school.year_one, None)):
                found = await db.fetchval("select extract(hour from starts)::int from bell_of($1, $2, 1)", course, day)
                assert found == schedule_on(pure, class_, day)
        await transaction.rollback()


@pytest.fixture(scope="module")
async def shared_pool(shared: Served) -> tuple[asyncpg.Pool, School]:
    return shared.server.pool, await read_school(shared.server.pool)


async def test_a_course_has_the_bells_of_the_class_of_most_of_its_students(served: Served, school: School) -> None:
    pool = served.server.pool
    async with pool.acquire() as connection:
        other = await connection.fetchval(
            "insert into class (source, source_id, school_id, name, grade) values ('t', 'b', $1, '5Б', 5) returning id",
            school.id,
        )
        await connection.execute(
            "insert into class_enrolment (source, source_id, class_id, student_id) values ('t', 'b', $1, $2)",
            other,
            school.petya,
        )
        await connection.execute(
            "insert into course_enrolment (source, source_id, course_id, student_id) values ('t', 'b', $1, $2)",
            school.maths,
            school.petya,
        )
        await name_course_classes(connection, "t")
    assert await pool.fetchval("select class_id from course where id = $1", school.maths) == school.class_5a


async def test_the_bells_of_a_course_with_a_timetable_do_not_change_with_one_more_student_of_another_class(
    served: Served, school: School
) -> None:
    pool = served.server.pool

    async def named(class_: int) -> int | None:
        """Says that the course has the bells of that class, and has an import look at it again."""
        await pool.execute("update course set class_id = $1 where id = $2", class_, school.maths)
        async with pool.acquire() as connection:
            await name_course_classes(connection, "t")
        found: int | None = await pool.fetchval("select class_id from course where id = $1", school.maths)
        return found

    other = await pool.fetchval(
        "insert into class (source, source_id, school_id, name, grade) values ('t', 'b', $1, '5Б', 5) returning id",
        school.id,
    )
    await pool.execute(
        "update class_enrolment set class_id = $1 where student_id = $2 and ended_at is null", other, school.misha
    )
    assert await named(other) == school.class_5a, "as many of each: the first"
    await pool.execute(
        "insert into pattern_row (course_id, weekday, number, cycle, weeks, anchor, from_day, until_day, word,"
        " added_by, added_at) values ($1, 3, 2, 1, '{1}', '2026-09-07', '2026-09-01', '2199-01-01', '', $2, now())",
        school.maths,
        school.clara,
    )
    assert await named(other) == other, "lessons stand"
    await pool.execute("update class_enrolment set ended_at = now() where class_id = $1", other)
    assert await named(other) == school.class_5a, "nobody of that class is left"


async def test_the_past_is_closed_on_a_day_that_has_no_bells_as_well(served: Served, school: School) -> None:
    clara = await served.person("clara")
    await served.server.pool.execute("delete from bell_schedule where school_id = $1", school.id)
    in_a_week, a_week_ago = (str(school.day + timedelta(days=days)) for days in (7, -7))
    planned = await say(clara, school, said(school, from_day=in_a_week))
    assert planned.status == 200, planned.body
    assert (await on(clara, school, school.day))["schedules"] == []
    refused = await say(clara, school, said(school, 1, from_day=a_week_ago))
    assert (refused.status, refused.code) == (422, "bells_in_the_past"), refused.body


async def say_day(person: Caller, school: School, revision: int, day: date, *rules: dict[str, Any]) -> Answer:
    body = {"revision": revision, "day": str(day), "rules": list(rules)}
    return await person.ask("PUT", f"/api/schools/{school.id}/bells/day", body)


async def test_one_day_is_another_and_what_is_planned_for_later_stays(served: Served, school: School) -> None:
    clara = await served.person("clara")
    tomorrow, later = school.day + timedelta(days=1), school.day + timedelta(days=40)
    await say(clara, school, said(school, schedules=[FIRST_SHIFT, SHORT]))
    await say(clara, school, said(school, 1, from_day=str(later), schedules=[SECOND_SHIFT], rules=[rule("2 смена")]))
    short = {"schedule": "Короткий день", "class": None}
    answer = await say_day(clara, school, 2, tomorrow, short)
    assert (answer.status, answer.body["revision"]) == (200, 3)
    assert rule("Короткий день", day=str(tomorrow)) in answer.body["rules"]
    assert (await on(clara, school, later))["schedules"] == [SECOND_SHIFT]
    own = await say_day(clara, school, 3, tomorrow, short, {"schedule": "1 смена", "class": str(school.class_5a)})
    assert [one["class"] for one in own.body["rules"] if one["day"]] == [None, str(school.class_5a)]
    assert (await say_day(clara, school, 4, tomorrow)).body["rules"] == [rule("1 смена")]


async def test_a_day_is_refused_with_what_makes_no_sense(served: Served, school: School) -> None:
    clara = await served.person("clara")
    tomorrow, of_all = school.day + timedelta(days=1), {"schedule": "1 смена", "class": None}
    await say(clara, school, said(school))
    stale = await say_day(clara, school, 0, tomorrow, of_all)
    assert (stale.code, stale.body["current"]["revision"]) == ("stale", 1)
    for day, rules, field, code in (
        (school.day - timedelta(days=1), [of_all], "day", "bells_in_the_past"),
        (tomorrow, [of_all, of_all], "rules.1", "bell_rule_twice"),
        (tomorrow, [{"schedule": "3 смена", "class": None}], "rules.0.schedule", "unknown_bell_schedule"),
    ):
        answer = await say_day(clara, school, 1, day, *rules)
        assert answer.status == 422
        assert [(one["field"], one["code"]) for one in answer.body["errors"]] == [(field, code)]
    foreign = await say_day(clara, school, 1, tomorrow, {"schedule": "1 смена", "class": "999999"})
    assert (foreign.status, foreign.code) == (404, "not_found")
    assert (await on(clara, school, tomorrow))["revision"] == 1
