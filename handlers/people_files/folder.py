"""Folder of the files of people that wait: one folder a set, kept until it is applied, replaced or a day old."""

import asyncio
import os
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Collection
from pathlib import Path

from channels.errors import Codes, Refusal
from handlers.tables.table import LARGEST_FILE

NEW_SECONDS = 3600  # a folder so young may have no row yet: its first file is still coming


class SetFolders:
    """Folders of sets under `root`. Their names are ours; those of the files in them people chose, without slashes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def new(self) -> str:
        return secrets.token_hex(16)

    def path(self, folder: str) -> Path:
        assert folder.isalnum()
        return self.root / folder

    async def receive(self, folder: str, name: str, pieces: AsyncIterator[bytes]) -> None:
        """Writes a file of a set, whole or not at all. Raises SET_IS_FULL if the set grows past the largest file."""
        path = self.path(folder)
        room = await asyncio.to_thread(self._room, path, name)
        part = path / f".{secrets.token_hex(8)}.part"
        descriptor = await asyncio.to_thread(os.open, part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            async for piece in pieces:
                room -= len(piece)
                if room < 0:
                    raise Refusal(Codes.SET_IS_FULL)
                await asyncio.to_thread(_write, descriptor, piece)
            await asyncio.to_thread(part.rename, path / name)
        except BaseException:
            await asyncio.to_thread(part.unlink, missing_ok=True)
            raise
        finally:
            os.close(descriptor)

    def _room(self, path: Path, name: str) -> int:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return LARGEST_FILE - sum(each.stat().st_size for each in path.iterdir() if each.name != name)

    async def remove(self, folder: str) -> None:
        await asyncio.to_thread(shutil.rmtree, self.path(folder), ignore_errors=True)

    async def keep_only(self, needed: Collection[str]) -> None:
        """Removes the folders of sets that are not needed any more."""
        await asyncio.to_thread(self._keep_only, needed)

    def _keep_only(self, needed: Collection[str]) -> None:
        if not self.root.is_dir():
            return
        for path in self.root.iterdir():
            if path.name not in needed and time.time() - path.stat().st_mtime > NEW_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def _write(descriptor: int, piece: bytes) -> None:
    left = memoryview(piece)
    while left:
        left = left[os.write(descriptor, left) :]


def path_of_set(folder: Path) -> Path:
    """Returns what an import reads: a zip or a table by itself, else the folder with its CSV files."""
    files = [path for path in folder.iterdir() if not path.name.startswith(".")]
    return files[0] if len(files) == 1 and files[0].suffix.lower() != ".csv" else folder
