"""Compares files on disk with what was kept, by length and SHA-256."""

import errno
import hashlib
import os
import tempfile
from pathlib import Path

from channels.files.ports import Damaged, Seal

READ = 1024 * 1024
PROBE = 1024 * 1024  # bytes for which there must be room
KNOWN = 10_000  # files that this process has compared; they are not compared again until they change

READ_ONLY, DISK_FULL = "files cannot be written", "disk full"


def seal(path: Path) -> Seal:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(READ):
            digest.update(piece)
            size += len(piece)
    return Seal(size, digest.digest())


class Seals:
    def __init__(self) -> None:
        self._whole: dict[Path, tuple[int, int, int]] = {}

    def require(self, path: Path, kept: Seal) -> None:
        """Raises `Damaged` if the file is not what was kept."""
        found = path.stat()
        state = (found.st_ino, found.st_size, found.st_mtime_ns)
        if self._whole.get(path) == state:
            return
        if found.st_size != kept.size or seal(path) != kept:
            raise Damaged
        if len(self._whole) >= KNOWN:
            self._whole.clear()
        self._whole[path] = state


def trouble(folder: Path) -> str | None:
    """Returns why no file can be kept in the folder, or None; found by writing something there and removing it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            os.posix_fallocate(probe.fileno(), 0, PROBE)
    except OSError as error:
        return DISK_FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else READ_ONLY
    return None
