"""Tells what a file is by its content: `channels.files.ports.Inspector`."""

import asyncio
import codecs
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import filetype

from channels.errors import Codes, Refusal
from channels.files.kinds import Family, Kind
from channels.files.ports import Inspected
from storage.files.apart import remade_apart
from storage.files.archives import looks_like_zip, type_of_zip

AT_ONCE = 2  # an image of 40 megapixels takes 300 MB while it is remade
WAITING = 50  # files
PIECE = 64 * 1024  # characters
HEAD = 8192  # bytes that show the type

# What a browser might run if it were ever shown as something else. It may not occur at either end of a file.
_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|\?php|\?xml)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class ContentInspector:
    """Inspects files in threads of its own and images in processes, few enough for the memory. Raises TOO_MANY_WAITING
    if the queue is long.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, "inspection")
        self._images = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    def close(self) -> None:
        self._threads.shutdown(wait=True)

    async def inspect(self, path: Path, kind: Kind) -> Inspected:
        if self._waiting >= WAITING:
            raise Refusal(Codes.TOO_MANY_WAITING, {"retry_after": 5})
        self._waiting += 1
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._threads, looked_at, path, kind)
            if kind.family is not Family.IMAGE:
                return found
            async with self._images:
                return await remade_apart(path, kind.type)
        finally:
            self._waiting -= 1


def looked_at(path: Path, kind: Kind) -> Inspected:
    """Inspects a file; of an image only how it begins. Blocks. Raises what the port's `inspect` raises."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    size = path.stat().st_size
    if kind.family in (Family.DOCUMENT, Family.ARCHIVE):
        _require(type_of_zip(path) == kind.type)
        return Inspected(size)
    _require(not looks_like_zip(path))  # two files in one: programs would see different ones
    match kind.family:
        case Family.IMAGE:
            _require(_guess(head) == kind.type)
        case Family.PDF:
            _require(head.startswith(b"%PDF-") and not _MARKUP.search(head[:1024]) and not _MARKUP.search(_tail(path)))
        case Family.TEXT:
            _require(_guess(head) is None and _is_text(path))
        case Family.MEDIA:
            _require(_guess(head) in {kind.type, *kind.also} and not _MARKUP.search(head[:1024]))
    return Inspected(size)


def _require(agrees: bool) -> None:
    if not agrees:
        raise Refusal(Codes.FILE_DISAGREES)


def _guess(head: bytes) -> str | None:
    found: str | None = filetype.guess_mime(head)
    return found


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 1024))
        return file.read()


def _is_text(path: Path) -> bool:
    """True for text in UTF-8, UTF-16 with its mark, or Windows-1251; False for a page, a picture or a program."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((b"MZ", b"#!", b"\x7fELF")):
        return False
    encodings = [encoding for mark, encoding in _BOMS.items() if head.startswith(mark)] or ["utf-8", "cp1251"]
    return any(_reads_as(path, encoding) for encoding in encodings)


def _reads_as(path: Path, encoding: str) -> bool:
    """True if it is text in that encoding. Reads small pieces: the loop stands still during each of them."""
    begun = False
    try:
        with path.open(encoding=encoding, newline="") as file:
            while piece := file.read(PIECE):
                if _CONTROLS.search(piece) or (not begun and _MARKUP.match(piece.lstrip()[:100].encode())):
                    return False
                begun = begun or not piece.isspace()
    except UnicodeError:
        return False
    return True
