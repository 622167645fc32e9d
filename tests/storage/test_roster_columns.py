"""Columns that are absent and restrictions that would be lifted, in a real database and by the command."""

import io
from pathlib import Path
from typing import Any

import asyncpg
from rich.console import Console

from handlers.commands.export_roster import export_roster
from handlers.commands.import_roster import DONE, REFUSED, import_roster
from tests.storage.test_roster import bring, changes, everything
from tests.support.rosters import Files, line, small, write

AGENTS = "metadata.zvonok.agents"
LIFTED = [{"guardian": "andrey", "student": "petr"}]


async def run(pool: asyncpg.Pool, path: Path, **options: Any) -> tuple[int, str]:
    out = io.StringIO()
    chosen: dict[str, Any] = {"yes": True, "as_json": False, "source": None, "zone": "Europe/Moscow", **options}
    console = Console(file=out, width=200)
    status = await import_roster(pool, path, confirm=lambda: True, console=console, language="en", **chosen)
    return status, out.getvalue()


def unrestricted() -> Files:
    files = small()
    line(files, "users.csv", "petr")[AGENTS] = "andrey:father"
    return files


async def restricted(pool: asyncpg.Pool) -> bool:
    return bool(await pool.fetchval("select exists (select from guardianship where restricted and ended_at is null)"))


async def test_a_set_of_another_system_without_our_columns_changes_nothing(
    database: asyncpg.Pool, tmp_path: Path
) -> None:
    files = small()
    line(files, "users.csv", "maria")["enabledUser"] = "false"
    await bring(database, write(tmp_path / "set", files))
    before = await everything(database)
    for name in files:
        files[name] = [{k: v for k, v in row.items() if not k.startswith("metadata.")} for row in files[name]]
    again = await bring(database, write(tmp_path / "set", files))
    assert (again["refused"], changes(again)) == (False, {})
    assert {p["column"] for p in again["problems"] if p["code"] == "column_absent"} == {
        AGENTS,
        "metadata.zvonok.short",
        "metadata.zvonok.en",
    }
    assert await everything(database) == before


async def test_yes_alone_lifts_no_restriction(database: asyncpg.Pool, tmp_path: Path) -> None:
    await bring(database, write(tmp_path / "set", small()))
    before = await everything(database)
    folder = write(tmp_path / "set", unrestricted())
    refused = await bring(database, folder)
    assert (refused["refused"], refused["applied"], refused["restrictions_lifted"]) == (True, False, LIFTED)
    assert [p["code"] for p in refused["problems"]] == ["restriction_lifted"]
    status, said = await run(database, folder)
    assert status == REFUSED
    assert "RESTRICTION LIFTED" in said
    assert "restricted: True → False" in said
    assert await everything(database) == before
    assert await restricted(database)


async def test_a_preview_tells_it_and_the_option_or_an_answer_applies_it(
    database: asyncpg.Pool, tmp_path: Path
) -> None:
    await bring(database, write(tmp_path / "set", small()))
    folder = write(tmp_path / "set", unrestricted())
    preview = await bring(database, folder, yes=False)
    assert (preview["refused"], preview["applied"], preview["restrictions_lifted"]) == (False, False, LIFTED)
    assert preview["differences"] == {
        "guardianship": [{"guardian": "andrey", "student": "petr", "fields": {"restricted": [True, False]}}]
    }
    status, said = await run(database, folder, yes=False)
    assert (status, "RESTRICTION LIFTED" in said, await restricted(database)) == (DONE, True, False)
    await bring(database, write(tmp_path / "set", small()))
    assert await restricted(database)
    assert (
        await run(
            database, write(tmp_path / "set", unrestricted()), lift_restrictions=True, allow_ending=frozenset({"all"})
        )
    )[0] == DONE
    assert not await restricted(database)


async def test_who_is_disabled_is_stored_so_and_exported_so(database: asyncpg.Pool, tmp_path: Path) -> None:
    files = small()
    line(files, "users.csv", "maria")["enabledUser"] = "false"
    await bring(database, write(tmp_path / "set", files))
    assert await database.fetchval("select disabled from person where source_id = 'maria'")
    for row in files["users.csv"]:
        row["enabledUser"] = "true"
    back = await bring(database, write(tmp_path / "set", files), yes=False)
    assert back["differences"]["person"] == [{"sourcedId": "maria", "fields": {"disabled": [True, False]}}]
    await export_roster(database, tmp_path / "out.zip", source=None)
    assert changes(await bring(database, tmp_path / "out.zip")) == {}
