"""Kinds of marks that a school has: those that a roster brought, else the standard ones."""

from typing import Any

import pytest

from tests.handlers.test_marks import mark, post
from tests.support.school import School
from tests.support.serving import Caller, Served


@pytest.fixture
async def maria(served: Served) -> Caller:
    return await served.person("maria")


async def brought(served: Served, *, stands: bool) -> None:
    """Ends the kinds that the school's roster brought, or has them back."""
    ended = "null" if stands else "now()"
    await served.server.pool.execute(f"update mark_kind set ended_at = {ended} where source = 't'")


async def offered(keeper: Caller, school: School) -> dict[str, Any]:
    """Kinds in the journal of mathematics: English name -> kind."""
    journal = (await keeper.get(f"/api/courses/{school.maths}/journal")).body
    return {kind["name"]["en"]: kind for kind in journal["kinds"]}


def ids(kinds: dict[str, Any]) -> set[str]:
    return {kind["id"] for kind in kinds.values()}


async def in_the_diary(family: Caller, school: School) -> dict[str, str]:
    """Kinds that the diary of Anya names: id -> English name."""
    diary = (await family.get(f"/api/students/{school.anya}/diary")).body
    return {kind["id"]: kind["name"]["en"] for kind in diary["kinds"]}


async def test_a_school_to_which_no_kinds_were_brought_marks_by_the_standard_ones(
    served: Served, school: School, maria: Caller
) -> None:
    await brought(served, stands=False)
    kinds = await offered(maria, school)
    assert {name: kind["weight"] for name, kind in kinds.items()} == {
        "Answer in class": 1,
        "Classwork": 1,
        "Homework": 1,
        "Practical work": 2,
        "Short test": 2,
        "Test": 3,
    }
    olga = await served.person("olga")
    assert set((await in_the_diary(olga, school)).values()) == set(kinds), "before the first mark rings there"
    [posted] = await post(maria, school, mark(school, kind=kinds["Test"]["id"]))
    assert (posted["kind"], posted["weight"]) == (kinds["Test"]["id"], 3)


async def test_where_kinds_were_brought_the_standard_ones_are_not_offered_and_refused(
    served: Served, school: School, maria: Caller
) -> None:
    standard = await served.server.pool.fetchval(
        "select id from mark_kind where (source, source_id) = ('standard', 'test')"
    )
    assert ids(await offered(maria, school)) == {str(school.answer), str(school.test)}
    asked = {"marks": [mark(school, kind=str(standard))]}
    refused = await maria.post(f"/api/courses/{school.maths}/marks", asked)
    assert (refused.status, refused.body["errors"][0]["code"]) == (422, "unknown_mark_kind")


async def test_a_mark_keeps_its_standard_kind_when_a_roster_brings_others(
    served: Served, school: School, maria: Caller
) -> None:
    await brought(served, stands=False)
    kind = (await offered(maria, school))["Test"]["id"]
    [posted] = await post(maria, school, mark(school, kind=kind))
    await brought(served, stands=True)
    assert ids(await offered(maria, school)) == {
        str(school.answer),
        str(school.test),
        kind,
    }
    named = await in_the_diary(await served.person("olga"), school)
    assert set(named) == {str(school.answer), str(school.test), kind}
    assert named[kind] == "Test"
    again = await maria.ask("PATCH", f"/api/marks/{posted['id']}", {"revision": 1, "value": 4, "reason": "Описка"})
    assert (again.status, again.body["mark"]["kind"]) == (200, kind)


async def test_a_course_that_a_school_typed_is_marked_by_the_kinds_of_its_roster(
    served: Served, school: School, maria: Caller
) -> None:
    await served.server.pool.execute("update course set source = 'typed' where id = $1", school.maths)
    assert ids(await offered(maria, school)) == {str(school.answer), str(school.test)}
