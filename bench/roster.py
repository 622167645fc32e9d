"""The roster of a school of about 5,000 people: preview, import, the same set again, each a process of its own."""

import asyncio
import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

from handlers.demo.roster import write_roster
from handlers.demo.school import make_school
from storage.embedded import embedded_postgres
from tests.support.processes import ROOT

STUDENTS, SEED, DAY = 2100, 7, date(2026, 11, 23)


async def run() -> dict[str, Any]:
    with TemporaryDirectory(prefix="zvonok-bench-") as folder:
        path = Path(folder) / "roster"
        people = await asyncio.to_thread(_write, path)
        async with embedded_postgres(Path(folder) / "data") as url:
            return {
                "people": people,
                "preview": await asyncio.to_thread(_import, url, path, "--json"),
                "import": await asyncio.to_thread(_import, url, path, "--json", "--yes"),
                "again": await asyncio.to_thread(_import, url, path, "--json", "--yes"),
            }


def _write(path: Path) -> int:
    path.mkdir()
    write_roster(make_school(STUDENTS, SEED), path, DAY)
    with (path / "users.csv").open(encoding="utf-8") as users:
        return sum(1 for _ in users) - 1


def _import(url: str, path: Path, *options: str) -> dict[str, Any]:
    """Seconds, peak memory by the operating system's own account, and what the command told."""
    begun = time.monotonic()
    with TemporaryFile() as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "handlers", "import", str(path), *options],
            env={**os.environ, "ZVONOK_DATABASE_URL": url, "PYTHONPATH": str(ROOT)},
            stdout=out,
        )
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        out.seek(0)
        told = json.load(out)
    return {
        "seconds": round(time.monotonic() - begun, 2),
        "peak_mib": round(usage.ru_maxrss / 1024),
        "rows": {
            what: sum(table[what] for table in told["changes"].values())
            for what in ("added", "changed", "ended", "returned")
        },
    }
