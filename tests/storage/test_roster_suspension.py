"""Somebody is disabled, deleted and back again, told by sets of changes, in a real database."""

from pathlib import Path
from typing import Any

import asyncpg
import pytest

from handlers.commands.export_roster import export_roster
from tests.storage.test_roster import bring, changes
from tests.support.rosters import line, lines, small, write

USER = "sourcedId|status|enabledUser|familyName|givenName|middleName"
VIEWS = [
    "role_now",
    "class_enrolment_now",
    "class_teacher_now",
    "course_enrolment_now",
    "teaching_now",
    "guardianship_now",
    "belongs_now",
]


async def in_force(pool: asyncpg.Pool) -> dict[str, list[tuple[Any, ...]]]:
    return {view: sorted(map(tuple, await pool.fetch(f"select {view}::text from {view}"))) for view in VIEWS}


async def tell(pool: asyncpg.Pool, folder: Path, *people: str) -> dict[str, Any]:
    rows = {"users.csv": lines(USER, *people)}
    return await bring(pool, write(folder, rows, modes={"users.csv": "delta"}), allow_ending=frozenset({"all"}))


@pytest.mark.parametrize(
    ("away", "back", "ties"),
    [
        (
            "maria|active|false|Рябова|Мария|Ивановна",
            "maria|active|true|Рябова|Мария|Ивановна",
            {"role": 1, "class_teacher": 1, "teaching": 1},
        ),
        (
            "irina|tobedeleted|true|Соколова|Ирина|Павловна",
            "irina|active|true|Соколова|Ирина|Павловна",
            {"role": 1, "guardianship": 1},
        ),
        (
            "anna|tobedeleted|true|Соколова|Анна|Дмитриевна",
            "anna|active|true|Соколова|Анна|Дмитриевна",
            {"role": 1, "guardianship": 1, "class_enrolment": 1, "course_enrolment": 1},
        ),
    ],
)
async def test_who_is_back_has_the_same_rows_again_and_the_answer_says_so(
    database: asyncpg.Pool, tmp_path: Path, away: str, back: str, ties: dict[str, int]
) -> None:
    await bring(database, write(tmp_path / "set", small()))
    before = await in_force(database)
    gone = await tell(database, tmp_path / "set", away)
    assert gone["with_others"] == {table: {"ended": n, "returned": 0} for table, n in ties.items()}
    assert await in_force(database) != before
    again = await tell(database, tmp_path / "set", away)
    assert (again["applied"], changes(again)) == (False, {})
    returned = await tell(database, tmp_path / "set", back)
    assert returned["with_others"] == {table: {"ended": 0, "returned": n} for table, n in ties.items()}
    assert await in_force(database) == before
    full = await bring(database, write(tmp_path / "set", small()))
    assert (full["applied"], changes(full)) == (False, {})


async def test_what_is_suspended_is_exported_and_comes_back_from_there(database: asyncpg.Pool, tmp_path: Path) -> None:
    files = small()
    line(files, "users.csv", "maria")["enabledUser"] = "false"
    await bring(database, write(tmp_path / "set", files))
    await export_roster(database, tmp_path / "out", source=None)
    same = await bring(database, tmp_path / "out")
    assert (same["applied"], changes(same)) == (False, {})
    await tell(database, tmp_path / "set", "maria|active|true|Рябова|Мария|Ивановна")
    assert await database.fetchval("select count(*) from teaching_now") == 1
