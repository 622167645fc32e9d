"""Imports after a merge: a roster that names both people says of the one who stays what it says of either."""

from pathlib import Path

import asyncpg

from channels.merging import own
from channels.store import Desk
from handlers.app import SystemClock
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.publisher import FanoutPublisher
from storage.store import PostgresStore
from tests.storage.test_roster import bring, changes
from tests.storage.test_roster_doubles import account, twice
from tests.support.rosters import Files, line, small, without, write


async def merged(pool: asyncpg.Pool) -> tuple[Desk, int, int]:
    """Anna's mother, who stands in the lists twice, has made her two sign-ins one; returns the merge as well."""
    desk = Desk(PostgresStore(pool), FanoutPublisher(MemoryFanout()), SystemClock())
    irina, new = await account(pool, "irina"), await account(pool, "new")
    shown = await own.show(desk, irina, new)
    assert shown.merge is not None, shown.problem
    await own.join(desk, irina, shown.merge)
    return desk, irina, shown.merge


async def follows(pool: asyncpg.Pool, guardian: int) -> list[str]:
    rows = await pool.fetch(
        "select distinct p.source_id from guardianship_now g join person p on p.id = g.student_id"
        " where g.guardian_id = $1 order by 1",
        guardian,
    )
    return [row["source_id"] for row in rows]


def with_petr(files: Files) -> Files:
    """The second record of the mother has another child besides."""
    line(files, "users.csv", "petr")["metadata.zvonok.agents"] = "andrey:father:restricted,new:mother"
    return files


async def test_the_same_lists_change_nothing_after_a_merge(database: asyncpg.Pool, tmp_path: Path) -> None:
    folder = write(tmp_path / "set", twice(small()))
    await bring(database, folder)
    _, irina, _ = await merged(database)
    again = await bring(database, folder)
    assert (again["applied"], changes(again)) == (False, {})
    assert await follows(database, irina) == ["anna"]


async def test_what_lists_say_of_the_other_later_is_of_who_stays_until_it_is_undone(
    database: asyncpg.Pool, tmp_path: Path
) -> None:
    await bring(database, write(tmp_path / "set", twice(small())))
    desk, irina, merge = await merged(database)
    new = await database.fetchval("select id from person where source_id = 'new'")
    folder = write(tmp_path / "set", with_petr(twice(small())))
    assert (await bring(database, folder, allow_ending=frozenset({"all"})))["applied"]
    assert await follows(database, irina) == ["anna", "petr"]
    assert await follows(database, new) == []
    await own.undo(desk, irina, merge)
    assert (await follows(database, irina), await follows(database, new)) == (["anna"], ["anna", "petr"])
    again = await bring(database, folder)
    assert (again["applied"], changes(again)) == (False, {})


async def test_who_stays_is_there_as_long_as_lists_name_the_other(database: asyncpg.Pool, tmp_path: Path) -> None:
    await bring(database, write(tmp_path / "set", twice(small())))
    _, irina, _ = await merged(database)
    files = twice(small())
    without(files, "users.csv", "irina")
    files["roles.csv"] = [one for one in files["roles.csv"] if one["userSourcedId"] != "irina"]
    line(files, "users.csv", "anna").update({"metadata.zvonok.agents": "new:mother", "agentSourcedIds": "new"})
    done = await bring(database, write(tmp_path / "set", files), allow_ending=frozenset({"all"}))
    assert done["applied"], done["problems"]
    assert await database.fetchval("select ended_at is null from person where id = $1", irina)
    assert await follows(database, irina) == ["anna"]
