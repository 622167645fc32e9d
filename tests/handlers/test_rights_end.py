"""A right that an import takes away ends on open sockets, before anything numbered after it."""

import asyncio
import csv
from pathlib import Path

import pytest
from rich.console import Console

from handlers.commands.export_roster import export_roster
from handlers.commands.import_roster import import_roster
from tests.support.school import School
from tests.support.serving import Served
from tests.support.wire import wire

AGENTS = "metadata.zvonok.agents"


async def brought(served: Served, folder: Path) -> None:
    """The set is imported, as a job at night would."""
    status = await import_roster(
        served.server.pool,
        folder,
        yes=True,
        as_json=True,
        source=None,
        zone="Europe/Moscow",
        confirm=lambda: True,
        console=Console(quiet=True),
        allow_ending=frozenset({"all"}),
    )
    assert status == 0


def drop(folder: Path, file: str, source_id: str) -> None:
    """A line of a file is gone."""
    with (folder / file).open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    kept = [row for row in rows if row["sourcedId"] != source_id]
    assert len(kept) == len(rows) - 1
    with (folder / file).open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0].keys())
        writer.writeheader()
        writer.writerows(kept)


def edit(folder: Path, old: str, new: str) -> None:
    """Changes who follows Anya, as the school's own system would."""
    file = folder / "users.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert any(old in row[AGENTS] for row in rows), [row[AGENTS] for row in rows]
    for row in rows:
        row[AGENTS] = row[AGENTS].replace(old, new)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.slow
async def test_a_guardian_who_becomes_restricted_hears_nothing_more(
    served: Served, school: School, tmp_path: Path
) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    channel = f"diary:{school.anya}"
    folder = tmp_path / "roster"
    async with wire(served, olga) as phone:
        assert channel in phone.subs  # though nothing has ever been published there
        await export_roster(served.server.pool, folder, source="t")
        await asyncio.to_thread(edit, folder, "olga:mother", "olga:mother:restricted")
        await brought(served, folder)
        body = {"student": str(school.anya), "lesson": str(school.today), "value": 2, "kind": str(school.test)}
        posted = await maria.post(f"/api/courses/{school.maths}/marks", {"marks": [body]})
        assert posted.status == 201
        assert (await phone.push("unsubscribe"))["channel"] == channel
        # whatever else arrives on this socket, it is nothing of that diary
        assert (await phone.rpc("diary", student=str(school.anya)))["error"]["code"] == 404
        heard = [phone.pushes.get_nowait() for _ in range(phone.pushes.qsize())]
        assert not [push for push in heard if push.get("channel") == channel and "pub" in push]
    async with wire(served, olga, subs={channel: {"recover": True, "offset": 0}}) as back:
        assert channel not in back.subs
    assert (await olga.get(f"/api/students/{school.anya}/diary")).status == 404


@pytest.mark.slow
@pytest.mark.parametrize(
    ("login", "role", "kind", "number"),
    [
        ("olga", "guardian", "diary", "anya"),
        ("maria", "teacher", "journal", "maths"),
        ("maria", "teacher", "diary", "anya"),
    ],
)
async def test_who_loses_a_role_hears_nothing_more_of_what_hangs_on_it(
    served: Served, school: School, tmp_path: Path, login: str, role: str, kind: str, number: str
) -> None:
    clara, person = await served.person("clara"), await served.person(login)
    channel = f"{kind}:{getattr(school, number)}"
    folder = tmp_path / "roster"
    async with wire(served, person) as phone:
        assert channel in phone.subs
        await export_roster(served.server.pool, folder, source="t")
        await asyncio.to_thread(drop, folder, "roles.csv", f"{login}-{role}")
        await brought(served, folder)
        body = {"student": str(school.anya), "lesson": str(school.today), "value": 2, "kind": str(school.test)}
        posted = await clara.post(f"/api/courses/{school.maths}/marks", {"marks": [body]})
        assert posted.status == 201
        heard = await phone.until_unsubscribed(channel)
        assert [each["data"]["type"] for each in heard] == []
