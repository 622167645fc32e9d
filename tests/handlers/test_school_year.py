"""The year as a school itself says it: periods per grades, free days, the days of its week."""

from datetime import timedelta
from typing import Any

import pytest

from tests.handlers.test_lesson_days import mark, means
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import wire


def span(title: str, from_day: str, until_day: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "from_day": from_day, "until_day": until_day, **more}


QUARTERS = [
    span("1 четверть", "2026-09-01", "2026-10-26", grade_from=1, grade_until=9),
    span("2 четверть", "2026-11-05", "2026-12-31", grade_from=1, grade_until=9),
    span("1 полугодие", "2026-09-01", "2026-12-31", grade_from=10, grade_until=11),
]
HOLIDAYS = [
    span("Осенние каникулы", "2026-10-26", "2026-11-05", grade_from=1, grade_until=12),
    span("Каникулы первых классов", "2027-02-08", "2027-02-15", grade_from=1, grade_until=1),
]


def year(revision: int = 0, **changed: Any) -> dict[str, Any]:
    return {"revision": revision, "weekdays": 5, "periods": QUARTERS, "free": HOLIDAYS, **changed}


async def said(person: Caller, school: School) -> dict[str, Any]:
    answer = await person.get(f"/api/schools/{school.id}/year")
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


async def say(person: Caller, school: School, body: dict[str, Any], key: str | None = None) -> Answer:
    return await person.ask("PUT", f"/api/schools/{school.id}/year", body, key=key)


def without_ids(periods: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in period.items() if name != "id"} for period in periods]


async def test_a_school_that_has_said_nothing_has_an_empty_year(served: Served, school: School) -> None:
    assert await said(await served.person("olga"), school) == {"revision": 0, "weekdays": 6, "periods": [], "free": []}


async def test_periods_of_rosters_count_until_the_school_says_its_own(served: Served, school: School) -> None:
    await served.server.pool.execute(
        """
        insert into academic_session (source, source_id, type, title, from_day, until_day, school_year)
        select source, 'q1', 'gradingPeriod', 'I', date '2026-09-01', date '2026-10-26', 2026 from school where id = $1
        """,
        school.id,
    )
    clara = await served.person("clara")
    path = f"/api/schools/{school.id}/periods"
    answer = (await clara.get(path)).body
    assert (answer["own"], [one["title"] for one in answer["periods"]]) == (False, ["I"])
    assert (await say(clara, school, year())).status == 200
    answer = (await clara.get(path)).body
    assert (answer["own"], without_ids(answer["periods"])) == (True, [QUARTERS[0], QUARTERS[2], QUARTERS[1]])


async def test_what_was_set_is_read_by_everybody_of_the_school_in_the_order_of_the_days(
    served: Served, school: School
) -> None:
    clara = await served.person("clara")
    answer = await say(clara, school, year(periods=list(reversed(QUARTERS))))
    assert answer.status == 200, answer.body
    found = await said(await served.person("anya"), school)
    assert found == answer.body
    assert (found["revision"], found["weekdays"], found["free"]) == (1, 5, HOLIDAYS)
    assert without_ids(found["periods"]) == [QUARTERS[0], QUARTERS[2], QUARTERS[1]]


async def test_a_period_that_stays_keeps_its_id_and_one_that_is_left_out_is_gone(
    served: Served, school: School
) -> None:
    clara = await served.person("clara")
    before = (await say(clara, school, year())).body["periods"]
    later = span("3 четверть", "2027-01-11", "2027-03-27", grade_from=1, grade_until=9)
    after = (await say(clara, school, year(1, periods=[QUARTERS[1], later]))).body["periods"]
    kept = next(period["id"] for period in before if period["title"] == "2 четверть")
    assert [(period["title"], period["id"] == kept) for period in after] == [
        ("2 четверть", True),
        ("3 четверть", False),
    ]


async def test_a_year_that_was_changed_meanwhile_is_shown_and_not_overwritten(served: Served, school: School) -> None:
    clara, admin = await served.person("clara"), await served.person("sysop")
    first = await say(clara, school, year())
    refused = await say(admin, school, year(periods=[]))
    assert (refused.status, refused.code, refused.body["current"]) == (409, "stale", first.body)
    assert await said(admin, school) == first.body


async def test_a_repeat_with_the_same_key_gets_the_first_answer(served: Served, school: School) -> None:
    clara = await served.person("clara")
    answers = [await say(clara, school, year(), key="k-1") for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].raw == answers[1].raw


async def test_everybody_of_the_school_hears_that_it_changed(served: Served, school: School) -> None:
    async with wire(served, await served.person("olga")) as phone:
        await say(await served.person("clara"), school, year())
        heard = await phone.publication(f"school:{school.id}")
    assert heard["data"] == {"type": "school_year_changed"}


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"periods": [span("x", "2026-09-01", "2026-09-01")]}, "periods.0.until_day", "days_end_first"),
        ({"free": [span("x", "2026-09-02", "2026-09-01")]}, "free.0.until_day", "days_end_first"),
        (
            {"free": [span("x", "2026-09-01", "2026-10-01", grade_from=9, grade_until=5)]},
            "free.0.grade_until",
            "grades_end_first",
        ),
        (
            {"periods": [span("x", "2026-09-01", "2026-10-01", grade_from=9, grade_until=5)]},
            "periods.0.grade_until",
            "grades_end_first",
        ),
        (
            {"periods": [QUARTERS[0], span("x", "2026-10-25", "2026-12-01", grade_from=9, grade_until=11)]},
            "periods.1.from_day",
            "periods_overlap",
        ),
    ],
)
async def test_what_makes_no_sense_is_refused_with_its_row(
    served: Served, school: School, changed: dict[str, Any], field: str, code: str
) -> None:
    clara = await served.person("clara")
    refused = await say(clara, school, year(**changed))
    assert (refused.status, refused.code) == (422, code)
    assert [(error["field"], error["code"]) for error in refused.body["errors"]] == [(field, code)]
    assert (await said(clara, school))["revision"] == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"weekdays": 7},
        {"weekdays": 4},
        {"periods": [span("", "2026-09-01", "2026-10-01")]},
        {"periods": [span("x", "2026-09-01", "2026-10-01", grade_from=0)]},
        {"periods": [span("x", "1026-09-01", "2026-10-01")]},
        {"free": [span("x", "2026-09-01", "2026-10-01")] * 101},
        {"unknown": 1},
    ],
)
async def test_what_no_calendar_holds_is_refused(served: Served, school: School, changed: dict[str, Any]) -> None:
    refused = await say(await served.person("clara"), school, year(**changed))
    assert (refused.status, refused.code) == (400, "bad_request")


async def test_a_mean_is_of_the_period_that_the_school_has_set_for_the_grade(served: Served, school: School) -> None:
    maria, clara, anya = [await served.person(name) for name in ("maria", "clara", "anya")]
    for lesson, value in ((school.yesterday, 2), (school.today, 5)):
        assert (await mark(maria, school.maths, school.anya, lesson, school.answer, value)).status == 201
    long_ago, tomorrow = (str(school.day + timedelta(days=days)) for days in (-30, 1))
    of_this_day = span("этот день", str(school.day), tomorrow, grade_from=5, grade_until=5)
    of_others = span("старшие", long_ago, tomorrow, grade_from=10, grade_until=11)
    assert list((await means(anya, school.anya, school.day)).values()) == ["3.50"]
    assert (await say(clara, school, year(periods=[of_this_day, of_others], free=[]))).status == 200
    assert await means(anya, school.anya, school.day) == {"этот день": "5.00"}
    assert (await say(clara, school, year(1, periods=[of_others], free=[]))).status == 200
    assert list((await means(anya, school.anya, school.day)).values()) == ["3.50"]
