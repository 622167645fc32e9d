"""A job that nobody watches leaves a set alone that was cut off; somebody who looks may still apply it."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from rich.console import Console

from handlers.commands.import_roster import DONE, REFUSED, import_roster
from tests.channels.test_roster_cutoff import grown
from tests.storage.test_roster import bring, everything
from tests.support.rosters import Files, write


async def run(pool: asyncpg.Pool, folder: Path, *, as_json: bool = True, **options: Any) -> tuple[int, str]:
    out = io.StringIO()
    chosen: dict[str, Any] = {"yes": True, "source": None, "zone": "Europe/Moscow", "confirm": lambda: False, **options}
    console = Console(file=out, width=200)
    status = await import_roster(pool, folder, as_json=as_json, console=console, language="en", **chosen)
    return status, out.getvalue()


def headers_only(files: Files) -> None:
    for rows in files.values():
        rows.clear()


def one_file_cut(name: str) -> Callable[[Files], None]:
    return lambda files: files[name].clear()


@pytest.mark.parametrize(
    ("cut", "tables"),
    [
        (headers_only, {"person", "role", "guardianship", "class_enrolment", "course_enrolment"}),
        (one_file_cut("enrollments.csv"), {"class_enrolment", "course_enrolment"}),
        (one_file_cut("roles.csv"), {"role"}),
    ],
)
async def test_what_was_cut_off_is_refused_with_its_counts_and_touches_nothing(
    database: asyncpg.Pool, tmp_path: Path, cut: Callable[[Files], None], tables: set[str]
) -> None:
    await bring(database, write(tmp_path / "set", grown()))
    before = await everything(database)
    files = grown()
    cut(files)
    folder = write(tmp_path / "set", files)
    status, printed = await run(database, folder)
    result = json.loads(printed)
    assert (status, result["refused"], result["applied"]) == (REFUSED, True, False)
    assert {p["code"] for p in result["problems"] if p["level"] == "error"} - {"restriction_lifted"} == {"many_ended"}
    assert result["many_ended"].keys() >= tables
    assert all(2 <= one["ended"] <= one["stored"] for one in result["many_ended"].values())
    status, said = await run(database, folder, as_json=False)
    assert (status, "--allow-ending role" in said) == (REFUSED, "role" in tables)
    status, printed = await run(database, folder, yes=False)
    preview = json.loads(printed)
    assert (status, preview["refused"], preview["many_ended"]) == (DONE, False, result["many_ended"])
    assert await everything(database) == before


async def test_some_of_what_ends_being_allowed_is_not_enough(database: asyncpg.Pool, tmp_path: Path) -> None:
    await bring(database, write(tmp_path / "set", grown()))
    before = await everything(database)
    files = grown()
    files["enrollments.csv"].clear()
    folder = write(tmp_path / "set", files)
    status, _ = await run(database, folder, allow_ending=frozenset({"class_enrolment"}))
    assert status == REFUSED
    assert await everything(database) == before
    many = json.loads((await run(database, folder, yes=False))[1])["many_ended"]
    status, _ = await run(database, folder, allow_ending=frozenset(many))
    assert status == DONE
    assert await database.fetchval("select count(*) from class_enrolment where ended_at is null") == 0


async def test_who_looks_and_says_yes_applies_it_after_a_red_line(database: asyncpg.Pool, tmp_path: Path) -> None:
    await bring(database, write(tmp_path / "set", grown()))
    files = grown()
    headers_only(files)
    folder = write(tmp_path / "set", files)
    status, said = await run(database, folder, as_json=False, yes=False, confirm=lambda: True)
    assert status == DONE
    assert "Mind: person: 27 of 27 end. Is this really the full set?" in said
    assert await database.fetchval("select count(*) from person where ended_at is null") == 0
