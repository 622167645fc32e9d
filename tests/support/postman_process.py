"""A postman as its own process, so that it can really be killed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.support.processes import ROOT


class PostmanProcess:
    """`zvonok postman`, or another module that runs one. Kill it and start it again as often as you like."""

    def __init__(self, log: Path, *command: str, **environment: str) -> None:
        self._command = command or ("handlers", "postman")
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ZVONOK_")},
            "PYTHONPATH": str(ROOT),
            "ZVONOK_QUIET_HOURS": "none",
            **environment,
        }
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Returns when it works."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                *self._command,
                env=self.environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                cwd=ROOT,
            )
        assert self._process.stdout is not None
        async with asyncio.timeout(60):
            if not await self._process.stdout.readline():
                raise AssertionError(f"the postman ended: {self.log[-2000:]}")

    async def kill(self) -> None:
        """SIGKILL: nothing is finished."""
        self.signal(signal.SIGKILL)
        await self.ended()

    def signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(number)

    async def ended(self) -> int | None:
        """The status it ended with; None: it was never started."""
        if self._process is None:
            return None
        async with asyncio.timeout(60):
            return await self._process.wait()

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")


@asynccontextmanager
async def postman_process(log: Path, *command: str, **environment: str) -> AsyncIterator[PostmanProcess]:
    postman = PostmanProcess(log, *command, **environment)
    try:
        await postman.start()
        yield postman
    finally:
        await postman.kill()
