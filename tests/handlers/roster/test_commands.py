"""The commands as a school's IT person runs them: in a process of their own, beside the running server."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from storage.embedded import embedded_postgres

ROOT = Path(__file__).parents[3]


async def run(data: Path, command: str, *arguments: str) -> tuple[int, str, str]:
    module, name = {
        "import": ("import_roster", "import_command"),
        "export": ("export_roster", "export_command"),
        "demo": ("demo", "demo_command"),
    }[command]
    code = f"from handlers.commands.{module} import {name}; {name}()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "ZVONOK_DATA": str(data), "LC_ALL": "C.UTF-8"}
    environment.pop("ZVONOK_DATABASE_URL", None)
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", code, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=100,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.slow
async def test_a_demo_an_export_and_an_import_with_and_without_a_running_server(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out.zip"
    status, said, _ = await run(data, "demo", "--students", "66", "--password", "s3cret-demo")
    assert (status, "demo.guardian" in said) == (0, True)
    assert (await run(data, "export", str(out)))[0] == 0
    async with embedded_postgres(data) as url:
        status, said, _ = await run(data, "import", str(out), "--json")
        result = json.loads(said)
        assert (status, result["applied"], result["problems"]) == (0, False, [])
        assert not any(n for counts in result["changes"].values() for n in counts.values())
        connection = await asyncpg.connect(url)
        await connection.execute("update person set family_name = 'Другая' where source_id = 'demo-guardian'")
        status, said, _ = await run(data, "import", str(out))
        assert (status, "Орлова Светлана Петровна" in said) == (1, True), "no answer to the question is a no"
        assert await connection.fetchval("select count(*) from person where family_name = 'Другая'") == 1
        status, said, _ = await run(data, "import", str(out), "--yes")
        assert (status, "changes: 1" in said) == (0, True)
        assert await connection.fetchval("select count(*) from person where family_name = 'Другая'") == 0
        await connection.close()
    status, _, told = await run(data, "import", str(out), "--zone", "Moscow")
    assert (status, "unknown time zone" in told) == (2, True)
