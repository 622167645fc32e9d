"""Scanners: `channels.files.ports.Scanner`. clamd is asked with its INSTREAM command; without it everything passes."""

import asyncio
import logging
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from channels.files.ports import Verdict

log = logging.getLogger("zvonok.files")

PIECE = 64 * 1024
PATIENCE = 60.0  # seconds for one file
LONGEST_ANSWER = 4096


class NoScanner:
    """Scanner of a school that has named none: files are only checked for their kind."""

    async def scan(self, path: Path) -> Verdict:
        return Verdict.CLEAN


class Clamd:
    """Scanner at `tcp://host:port` or `unix:/path`. Raises `ValueError` for anything else."""

    def __init__(self, url: str, *, patience: float = PATIENCE) -> None:
        parts = urlsplit(url)
        self._patience = patience
        self._unix = parts.path if parts.scheme == "unix" else None
        self._host, self._port = parts.hostname, parts.port
        if not self._unix and not (parts.scheme == "tcp" and self._host and self._port):
            raise ValueError(url)

    async def scan(self, path: Path) -> Verdict:
        try:
            async with asyncio.timeout(self._patience):
                answer = await self._ask(path)
        except (OSError, EOFError, ValueError, TimeoutError, asyncio.IncompleteReadError) as error:
            log.warning("the scanner is away: %s", type(error).__name__)
            return Verdict.AWAY
        if answer == b"stream: OK":
            return Verdict.CLEAN
        if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
            return Verdict.INFECTED
        log.warning("the scanner did not say what the file is")
        return Verdict.AWAY

    async def _ask(self, path: Path) -> bytes:
        if self._unix:
            reader, writer = await asyncio.open_unix_connection(self._unix)
        else:
            reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            writer.write(b"zINSTREAM\0")
            with await asyncio.to_thread(path.open, "rb") as file:
                await self._send(file, writer)
            writer.write(bytes(4))
            await writer.drain()
            answer = await reader.readuntil(b"\0")
            return answer[:LONGEST_ANSWER].rstrip(b"\0").strip()
        finally:
            writer.close()

    @staticmethod
    async def _send(file: BinaryIO, writer: asyncio.StreamWriter) -> None:
        while piece := await asyncio.to_thread(file.read, PIECE):
            writer.write(len(piece).to_bytes(4, "big") + piece)
            await writer.drain()
