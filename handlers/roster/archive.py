"""Files of a OneRoster set, in a folder or in a zip, read without unpacking and never past a limit."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from channels.roster.model import Problems

# A city's set is about 100 MB; anything larger than this is not a roster.
LARGEST_SET = 512 * 1024 * 1024
MOST_FILES = 500


class Files(Protocol):
    @property
    def names(self) -> dict[str, str]:
        """Returns name in lower case -> its spelling."""
        ...

    def open(self, name: str) -> IO[bytes]: ...


class _Folder:
    def __init__(self, root: Path, names: dict[str, str]) -> None:
        self._root, self.names = root, names

    def open(self, name: str) -> IO[bytes]:
        return (self._root / name).open("rb")


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, paths: dict[str, str]) -> None:
        self._archive, self._paths = archive, paths
        self.names = {name.lower(): name for name in paths}

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(self._paths[name])


@contextmanager
def open_files(path: Path, problems: Problems) -> Iterator[Files | None]:
    """Yields the CSV files at `path`, or None with the reason in the problems."""
    if path.is_dir():
        yield _folder(path, problems)
    elif not path.is_file():
        problems.refuse("path_missing", path.name)
        yield None
    else:
        try:
            archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError):
            problems.refuse("not_a_zip", path.name)
            yield None
            return
        with archive:
            yield _zip(archive, path.name, problems)


def _folder(root: Path, problems: Problems) -> Files | None:
    root = root.resolve()
    names, size = {}, 0
    for entry in sorted(root.iterdir()):
        if entry.suffix.lower() != ".csv" or entry.name.startswith("."):
            continue
        if not entry.resolve().is_relative_to(root) or not entry.is_file():
            problems.refuse("path_outside", entry.name)
            return None
        names[entry.name.lower()] = entry.name
        size += entry.stat().st_size
    if size > LARGEST_SET or len(names) > MOST_FILES:
        problems.refuse("set_too_large", root.name, 0, "", str(LARGEST_SET // 1024**2))
        return None
    return _Folder(root, names)


def _zip(archive: zipfile.ZipFile, name: str, problems: Problems) -> Files | None:
    entries = archive.infolist()
    # These sizes are reliable: zipfile never reads more of an entry than its header says.
    if sum(entry.file_size for entry in entries) > LARGEST_SET or len(entries) > MOST_FILES:
        problems.refuse("set_too_large", name, 0, "", str(LARGEST_SET // 1024**2))
        return None
    paths: dict[str, str] = {}
    folders = set()
    for entry in entries:
        place = PurePosixPath(entry.filename.replace("\\", "/"))
        if entry.is_dir() or place.suffix.lower() != ".csv" or place.name.startswith(".") or "__MACOSX" in place.parts:
            continue
        if place.is_absolute() or ".." in place.parts or len(place.parts) > 2:
            problems.refuse("path_outside", name, 0, "", entry.filename)
            return None
        if entry.flag_bits & 0x1:
            problems.refuse("zip_encrypted", name, 0, "", entry.filename)
            return None
        if place.name in paths:
            problems.refuse("file_repeated", place.name)
            return None
        paths[place.name] = entry.filename
        folders.add(str(place.parent))
    if folders - {"."}:
        problems.warn("zip_has_folder", name, 0, "", ", ".join(sorted(folders - {"."})))
    return _Zip(archive, paths)
