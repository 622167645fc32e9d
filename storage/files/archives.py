"""Inspects a zip by its directory; nothing is unpacked except names and a document's own type."""

import os
import re
import struct
import zipfile
from pathlib import Path

from channels.errors import Codes, Refusal

ENTRIES = 5000
DIRECTORY = 2 * 1024 * 1024  # bytes; a directory of 5,000 entries is half of it
UNPACKED = 300 * 1024 * 1024  # bytes, of all entries together
RATIO = 200  # the text of documents reaches 50
SMALL = 1024 * 1024  # below that a high ratio does no harm
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_ELSEWHERE = 0xFFFFFFFF  # the size is in a longer record
_NESTED = re.compile(r"\.(zip|rar|7z|gz|tgz|bz2|xz|zst|tar|jar|cab|iso)$", re.IGNORECASE)
_PROGRAM = re.compile(r"\.(exe|dll|com|scr|bat|cmd|ps1|vbs|js|jse|wsf|hta|msi|lnk|sh|apk|html?|svg)$", re.IGNORECASE)

_PARTS = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def looks_like_zip(path: Path) -> bool:
    """True if a program that unpacks zips would find one here, even behind or inside of something else.

    Like these programs, it takes any record near the end of the file for the zip's end, whatever follows it.
    """
    tail, tail_at = _tail(path)
    at = len(tail)
    with path.open("rb") as file:
        while (at := tail.rfind(_END_MARK, 0, at)) >= 0:
            if len(tail) - at < _END.size:
                continue
            size = _END.unpack_from(tail, at)[5]
            if size == _ELSEWHERE and tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
                return True
            if 0 < size <= tail_at + at:
                file.seek(tail_at + at - size)
                if file.read(4) == b"PK\x01\x02":
                    return True
    return False


def _tail(path: Path) -> tuple[bytes, int]:
    """Returns the end of the file, enough for an end record with the longest comment, and where it begins."""
    with path.open("rb") as file:
        begins = max(0, file.seek(0, os.SEEK_END) - _END.size - 0xFFFF)
        file.seek(begins)
        return file.read(), begins


def _end(path: Path) -> tuple[int, int] | None:
    """Returns size of the directory and position of its end record; None if anything but its comment follows."""
    tail, tail_at = _tail(path)
    at = len(tail)
    while (at := tail.rfind(_END_MARK, 0, at)) >= 0:
        if len(tail) - at >= _END.size:
            record = _END.unpack_from(tail, at)
            if at + _END.size + record[7] == len(tail) and record[5] <= tail_at + at:
                return record[5], tail_at + at
    return None


def type_of_zip(path: Path) -> str:
    """Returns the media type of a zip. Raises FILE_DISAGREES if it is no plain zip, PACKED_TOO_TIGHT for a bomb."""
    end = _end(path)
    if end is None:
        raise Refusal(Codes.FILE_DISAGREES)
    if end[0] > DIRECTORY:  # checked before thousands of entries are made of it
        raise Refusal(Codes.PACKED_TOO_TIGHT)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            _check_places(entries, end)
            return _type(archive, entries)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, RuntimeError) as error:
        raise Refusal(Codes.FILE_DISAGREES) from error


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    bomb = (
        len(entries) > ENTRIES
        or sum(entry.file_size for entry in entries) > UNPACKED
        or any(entry.file_size > SMALL and entry.file_size > RATIO * entry.compress_size for entry in entries)
        or any(_NESTED.search(entry.filename) for entry in entries)
    )
    if bomb:
        raise Refusal(Codes.PACKED_TOO_TIGHT)


def _check_places(entries: list[zipfile.ZipInfo], end: tuple[int, int]) -> None:
    """Checks that entries follow one another from the first byte: none is used twice, and nothing is in front."""
    size, at = end
    places = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    if not places or places[0][0] != 0:
        raise Refusal(Codes.FILE_DISAGREES)
    stops = [start for start, _ in places[1:]] + [at - size]
    if any(start + 30 + length > stop for (start, length), stop in zip(places, stops, strict=True)):
        raise Refusal(Codes.PACKED_TOO_TIGHT)
    for entry in entries:
        if entry.flag_bits & 1 or entry.filename.startswith("/") or ".." in entry.filename.split("/"):
            raise Refusal(Codes.FILE_DISAGREES)


def _type(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str:
    names = {entry.filename for entry in entries}
    first = entries[0]
    if first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED and first.file_size < 200:
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):  # macros
            raise Refusal(Codes.FILE_DISAGREES)
        return archive.read(first).decode("ascii", "replace").strip()
    if "[Content_Types].xml" in names:
        found = [type_ for part, type_ in _PARTS.items() if part in names]
        if len(found) != 1 or any(name.lower().endswith("vbaproject.bin") for name in names):
            raise Refusal(Codes.FILE_DISAGREES)
        return found[0]
    if any(_PROGRAM.search(name) for name in names):
        raise Refusal(Codes.FILE_NOT_ALLOWED)
    return "application/zip"
