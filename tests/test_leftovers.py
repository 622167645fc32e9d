"""A run of the tests leaves nothing in memory: neither at its end, nor when it is killed."""

import os
import subprocess
from pathlib import Path

import asyncpg

from tests.support.databases import fresh
from tests.support.leftovers import remove_left_behind


def test_what_a_killed_process_left_behind_is_removed_and_what_is_in_use_stays(tmp_path: Path) -> None:
    killed = subprocess.Popen(["sleep", "60"])
    killed.kill()
    killed.wait()
    left, unnamed = tmp_path / f"tests-{killed.pid}-abc", tmp_path / "tests-abc"
    used, other = tmp_path / f"tests-{os.getpid()}-abc", tmp_path / "another"
    for folder in (left, unnamed, used, other):
        (folder / "postgres").mkdir(parents=True)
    remove_left_behind(tmp_path, "tests-")
    assert sorted(tmp_path.iterdir()) == sorted([used, other])


async def test_a_database_is_gone_with_its_test(cluster: str) -> None:
    async with fresh(cluster, "template_empty") as url:
        kept_open = await asyncpg.connect(url)
        name = await kept_open.fetchval("select current_database()")
    admin = await asyncpg.connect(cluster)
    assert await admin.fetchval("select count(*) from pg_database where datname = $1", name) == 0
    await admin.close()
    await kept_open.close()
