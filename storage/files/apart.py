"""Remakes images in a process of their own: a decoder that crashes, or takes memory or time, ends alone.

It also keeps the work off the interpreter that serves everybody, and knows no secret of the server.
"""

import asyncio
import contextlib
import json
import os
import resource
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

from channels.errors import CATALOGUE, Codes, Refusal
from channels.files.ports import Inspected
from storage.files.images import forget, places, remade

ROOT = Path(__file__).parents[2]
SECONDS = 60  # an image of 40 megapixels takes 2 to 15
MEMORY = 3 * 1024**3  # of address space; it really uses a tenth


async def remade_apart(path: Path, type_: str) -> Inspected:
    """Like `remade`; a decoder that times out or crashes counts as "not an image"."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__, str(path), type_),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=DEVNULL,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    try:
        async with asyncio.timeout(SECONDS):
            said, _ = await process.communicate()
    except TimeoutError:
        said = b""
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return await asyncio.to_thread(_understood, said, path)


def _understood(said: bytes, path: Path) -> Inspected:
    try:
        answer = json.loads(said)
    except ValueError:
        forget(path)
        raise Refusal(Codes.FILE_DISAGREES) from None
    if "refused" in answer:
        raise Refusal(CATALOGUE[answer["refused"]])
    return Inspected(answer["size"], answer["width"], answer["height"], *places(path))


def main(path: Path, type_: str) -> str:
    os.nice(10)  # messages of people come first
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        found = remade(path, type_)
    except Refusal as refusal:
        return json.dumps({"refused": refusal.code.name})
    return json.dumps({"size": found.size, "width": found.width, "height": found.height})


if __name__ == "__main__":
    sys.stdout.write(main(Path(sys.argv[1]), sys.argv[2]))
