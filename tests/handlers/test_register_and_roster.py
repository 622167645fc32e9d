"""What a school types and what a roster brings live side by side: no roster ends what was typed."""

import random
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from storage.roster.load import sources
from storage.sources import RESERVED
from tests.handlers.test_register import sign_in_as
from tests.storage.test_roster import bring
from tests.support.rosters import ROLE, USER, Files, line, lines, small, without, write
from tests.support.serving import Answer, Caller, Served

TYPED_ROWS = ("person", "role", "guardianship", "class", "class_enrolment", "class_teacher")


async def typed(pool: asyncpg.Pool) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table: [tuple(row) for row in await pool.fetch(f"select * from {table} where source = 'typed' order by id")]
        for table in TYPED_ROWS
    }


async def ids(pool: asyncpg.Pool, table: str) -> dict[str, int]:
    rows = await pool.fetch(f"select source_id, id from {table} where source = 'school-7'")
    return {row["source_id"]: row["id"] for row in rows}


async def now(pool: asyncpg.Pool, view: str, columns: str, person: int, own: str) -> set[tuple[Any, ...]]:
    rows = await pool.fetch(f"select {columns} from {view} where {own} = $1", person)
    return {tuple(row) for row in rows}


class Typing:
    """The head of the school that a roster made, who types."""

    def __init__(self, served: Served, head: Caller, school: int) -> None:
        self.pool, self._head = served.server.pool, head
        self._path = f"/api/schools/{school}/register"

    async def __call__(self, where: str, method: str = "POST", **asked: Any) -> Answer:
        answer = await self._head.ask(method, f"{self._path}/{where}", asked)
        assert answer.status in (200, 201), answer.body
        return answer


@pytest.fixture
async def typing(served: Served, tmp_path: Path) -> Typing:
    await bring(served.server.pool, write(tmp_path / "first", small()))
    people, schools = await ids(served.server.pool, "person"), await ids(served.server.pool, "school")
    head = await sign_in_as(served, str(people["head"]), "head")
    return Typing(served, head, schools["s7"])


async def a_typed_year(typing: Typing) -> dict[str, str]:
    """A class with a teacher, a student with a guardian, and ties of people whom the roster brought."""
    people = await ids(typing.pool, "person")
    class_ = (await typing("classes", name="6Я", grade=6)).body["class"]["id"]
    teacher = (await typing("people", family="Орлова", given="Зоя", role="teacher")).body["id"]
    student = (await typing("people", family="Жуков", given="Лев", role="student", **{"class": class_})).body["id"]
    mother = (await typing("people", family="Жукова", given="Ада", role="guardian")).body["id"]
    await typing(f"people/{teacher}/classes", **{"class": class_, "role": "class_teacher"})
    await typing(f"people/{student}/guardians", "PUT", guardian=mother, relation="mother")
    await typing(f"people/{people['petr']}/classes", **{"class": class_, "role": "student"})
    await typing(f"people/{people['anna']}/guardians", "PUT", guardian=str(people["granny"]), relation="trusted")
    await typing(f"people/{people['maria']}/roles", role="teacher")
    return {"class": class_, "teacher": teacher, "student": student, "mother": mother}


async def test_a_roster_that_knows_nothing_of_it_ends_nothing_that_was_typed(typing: Typing, tmp_path: Path) -> None:
    made = await a_typed_year(typing)
    before = await typed(typing.pool)
    files = small()
    line(files, "users.csv", "anna")["givenName"] = "Аня"
    without(files, "enrollments.csv", "e1", "e2", "e3")
    result = await bring(typing.pool, write(tmp_path / "next", files), allow_ending=frozenset({"all"}))
    assert result["applied"]
    assert await typed(typing.pool) == before
    student = int(made["student"])
    assert await now(typing.pool, "class_enrolment_now", "class_id", student, "student_id") == {(int(made["class"]),)}
    assert await now(typing.pool, "guardianship_now", "relation", student, "student_id") == {("mother",)}
    again = await bring(typing.pool, tmp_path / "next")
    assert (again["applied"], await typed(typing.pool)) == (False, before)


async def test_a_role_that_was_typed_stands_when_the_roster_takes_back_its_own(typing: Typing, tmp_path: Path) -> None:
    await a_typed_year(typing)
    people = await ids(typing.pool, "person")
    files = small()
    without(files, "roles.csv", "r6")
    without(files, "enrollments.csv", "e3", "e6")
    await bring(typing.pool, write(tmp_path / "next", files), allow_ending=frozenset({"all"}))
    assert await now(typing.pool, "role_now", "role::text", people["maria"], "person_id") == {("teacher",)}


async def test_of_a_typed_class_and_one_of_the_roster_the_one_begun_last_counts(typing: Typing, tmp_path: Path) -> None:
    made = await a_typed_year(typing)
    petr = (await ids(typing.pool, "person"))["petr"]
    assert await now(typing.pool, "class_enrolment_now", "class_id", petr, "student_id") == {(int(made["class"]),)}
    await typing(f"people/{petr}/classes/end", **{"class": made["class"], "role": "student"})
    roster = (await ids(typing.pool, "class"))["c5a"]
    assert await now(typing.pool, "class_enrolment_now", "class_id", petr, "student_id") == {(roster,)}


async def test_somebody_who_leaves_the_roster_keeps_what_was_typed_for_the_day_they_are_back(
    typing: Typing, tmp_path: Path
) -> None:
    made = await a_typed_year(typing)
    petr = (await ids(typing.pool, "person"))["petr"]
    files = small()
    without(files, "users.csv", "petr")
    line(files, "users.csv", "granny")["agentSourcedIds"] = ""
    without(files, "roles.csv", "r2")
    without(files, "enrollments.csv", "e2", "e5")
    before = await typed(typing.pool)
    await bring(typing.pool, write(tmp_path / "gone", files), lift_restrictions=True, allow_ending=frozenset({"all"}))
    assert await now(typing.pool, "class_enrolment_now", "class_id", petr, "student_id") == set()
    assert await typed(typing.pool) == before
    await bring(typing.pool, write(tmp_path / "back", small()))
    assert await now(typing.pool, "class_enrolment_now", "class_id", petr, "student_id") == {(int(made["class"]),)}


async def test_nobody_new_follows_a_child_under_the_name_of_an_adult_whom_the_school_keeps_away(
    typing: Typing, tmp_path: Path
) -> None:
    people = await ids(typing.pool, "person")
    await typing(f"people/{people['anna']}/restrictions", "PUT", guardian=str(people["irina"]), relation="mother")
    files = small()
    files["users.csv"] += lines(USER, "again|true|Соколова|Ирина||anna|")
    files["roles.csv"] += lines(ROLE, "r9|again|parent|s7|primary")
    refused = await bring(typing.pool, write(tmp_path / "next", files))
    errors = {p["code"] for p in refused["problems"] if p["level"] == "error"}
    assert (refused["applied"], errors) == (False, {"restricted_again"})
    assert await now(typing.pool, "guardianship_now", "relation", people["anna"], "student_id") == set()
    # whoever knows that it is somebody else says so, and the register tells of the name
    assert (await bring(typing.pool, tmp_path / "next", lift_restrictions=True))["applied"]
    again = (await ids(typing.pool, "person"))["again"]
    guardians = (await typing(f"people/{people['anna']}", "GET")).body["guardians"]
    assert {one["person"]["id"]: one["like_restricted"] for one in guardians if not one["restricted"]} == {
        str(again): True
    }


async def test_what_was_typed_of_a_second_id_stands_when_the_two_are_joined(typing: Typing, tmp_path: Path) -> None:
    """What was typed of the old id is over, and of the new one it stands, with its terms."""
    people = await ids(typing.pool, "person")
    anna, old = people["anna"], str(people["granny"])
    await typing(f"people/{anna}/guardians", "PUT", guardian=old, relation="trusted")
    await typing(f"people/{anna}/guardians/end", guardian=old)
    files = small()
    files["users.csv"] += lines(USER, "new|true|Белова|Вера|Ильинична|petr|")
    files["roles.csv"] += lines(ROLE, "r9|new|relative|s7|primary")
    await bring(typing.pool, write(tmp_path / "both", files))
    double = str((await ids(typing.pool, "person"))["new"])
    await typing(
        f"people/{anna}/guardians", "PUT", guardian=double, relation="other", diary=False, until_day="2199-01-01"
    )
    without(files, "users.csv", "granny")
    without(files, "roles.csv", "r5")
    joined = await bring(typing.pool, write(tmp_path / "one", files), joins=[("granny", "new")])
    assert joined["applied"], joined["problems"]
    [said] = await typing.pool.fetch(
        "select relation::text, scopes, until_day::text from guardianship"
        " where source = 'typed' and guardian_id = $1 and student_id = $2 and ended_at is null",
        int(old),
        anna,
    )
    assert tuple(said) == ("other", [], "2199-01-01")


async def test_any_roster_of_any_people_leaves_what_was_typed(typing: Typing, tmp_path: Path) -> None:
    await a_typed_year(typing)
    before = await typed(typing.pool)
    chance, applied = random.Random(7), 0
    for turn in range(12):
        files = _some(small(), chance)
        result = await bring(
            typing.pool,
            write(tmp_path / f"turn-{turn}", files),
            lift_restrictions=True,
            allow_ending=frozenset({"all"}),
        )
        applied += result["applied"]
        assert await typed(typing.pool) == before, files
    assert applied > 9


def _some(files: Files, chance: random.Random) -> Files:
    """Leaves out some lines about people, and what refers to them."""
    gone = {row["sourcedId"] for row in files["users.csv"] if chance.random() < 0.3}
    files["users.csv"] = [row for row in files["users.csv"] if row["sourcedId"] not in gone]
    for row in files["users.csv"]:
        if set(row["agentSourcedIds"].split(",")) & gone:
            row["agentSourcedIds"] = row["metadata.zvonok.agents"] = ""
    for name in ("roles.csv", "enrollments.csv"):
        files[name] = [row for row in files[name] if row["userSourcedId"] not in gone and chance.random() < 0.8]
    return files


@pytest.mark.parametrize("name", RESERVED)
async def test_a_roster_cannot_call_itself_by_the_name_of_what_no_roster_brings(
    typing: Typing, tmp_path: Path, name: str
) -> None:
    await a_typed_year(typing)
    before = await typed(typing.pool)
    result = await bring(typing.pool, write(tmp_path / name, small(), source=name))
    assert (result["applied"], [one["code"] for one in result["problems"]]) == (False, ["source_reserved"])
    assert await typed(typing.pool) == before


async def test_what_was_typed_is_no_roster_to_export(typing: Typing) -> None:
    await a_typed_year(typing)
    async with typing.pool.acquire() as connection:
        assert await sources(connection) == ["school-7", "t"]
