"""Bytes in a folder: `channels.files.ports.Blobs`. Several processes of one machine may share it.

`ab/abcd…` is a file, `ab/abcd….preview` its small picture, `ab/abcd….part` an incomplete upload. We make all names
ourselves; nothing of a request reaches the disk.
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import ParamSpec, TypeVar

from channels.files.ports import Busy, Inspected, Part, Seal
from storage.files import seals

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 4


class _Part:
    """An incomplete upload, written under a lock that ends with the file descriptor, and so with the process."""

    def __init__(self, path: Path, descriptor: int, run: "_Run") -> None:
        self.path = path
        self._descriptor = descriptor
        self._run = run
        self.offset = os.fstat(descriptor).st_size

    async def write(self, data: bytes) -> None:
        await self._run(self._write, data)
        self.offset += len(data)

    def _write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[os.write(self._descriptor, left) :]


class _Run:
    """Runs work on the disk in threads, off the loop."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "files")

    async def __call__(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: work(*args, **kwargs))

    def close(self) -> None:
        self._threads.shutdown(wait=True)


class FolderBlobs:
    def __init__(self, root: Path) -> None:
        self.root = root
        self._run = _Run()
        self._seals = seals.Seals()

    async def trouble(self) -> str | None:
        """Returns why nothing can be kept at this moment, or None."""
        return await self._run(seals.trouble, self.root)

    def close(self) -> None:
        self._run.close()

    def _path(self, blob: str, suffix: str = "") -> Path:
        assert blob.isalnum()
        return self.root / blob[:2] / f"{blob}{suffix}"

    async def offset(self, blob: str) -> int:
        return await self._run(self._offset, self._path(blob, ".part"))

    @staticmethod
    def _offset(path: Path) -> int:
        try:
            return path.stat().st_size
        except FileNotFoundError:
            return 0

    @asynccontextmanager
    async def appending(self, blob: str) -> AsyncIterator[Part]:
        path = self._path(blob, ".part")
        part = await self._run(self._open, path)
        try:
            yield part
        finally:
            # On the loop: so it happens even if this task is being cancelled, and it only releases a lock.
            os.close(part._descriptor)

    def _open(self, path: Path) -> _Part:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The holder of the lock may have put the file in its place, or removed it, while we were opening it.
            if os.fstat(descriptor).st_ino != path.stat().st_ino:
                raise Busy
            return _Part(path, descriptor, self._run)
        except (BlockingIOError, FileNotFoundError):
            os.close(descriptor)
            raise Busy from None
        except BaseException:
            os.close(descriptor)
            raise

    async def keep(self, blob: str, part: Part, found: Inspected) -> Seal:
        return await self._run(self._keep, blob, part.path, found)

    def _keep(self, blob: str, part: Path, found: Inspected) -> Seal:
        """Writes the bytes first, then the names, then the folder: a file with a name is whole."""
        final = self._path(blob)
        moves = [(found.instead or part, final)]
        if found.preview is not None:
            moves.append((found.preview, self._path(blob, ".preview")))
        for source, _ in moves:
            _sync(source)
        kept = seals.seal(found.instead or part)
        for source, target in reversed(moves):
            source.chmod(0o600)
            source.replace(target)
        with suppress(FileNotFoundError):
            part.unlink()
        _sync(final.parent)
        return kept

    async def kept(self, blob: str, *, preview: bool = False, seal: Seal | None = None) -> Path | None:
        path = self._path(blob, ".preview" if preview else "")
        if not await self._run(path.is_file):
            return None
        if seal is not None:
            await self._run(self._seals.require, path, seal)
        return path

    async def remove(self, blob: str) -> None:
        await self._run(self._remove, blob)

    def _remove(self, blob: str) -> None:
        for suffix in ("", ".preview", ".part", ".part.new", ".part.small"):
            with suppress(FileNotFoundError):
                self._path(blob, suffix).unlink()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
