"""Files as people send them, and some that nobody should."""

import asyncio
import io
import struct
import zipfile
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from tests.support.serving import Answer, Caller

UPLOAD = "application/offset+octet-stream"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@cache
def picture(format_: str = "PNG", width: int = 60, height: int = 40, orientation: int = 0) -> bytes:
    """With what a camera says where it says it."""
    kept = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SpyCam"
    if orientation:
        exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (width, height), (200, 60, 20)).save(kept, format_, exif=exif)
    return kept.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """One that says it is so large, and is, but packs to little."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compressobj()
    line = bytes(1 + (width + 7) // 8)
    packed = b"".join(rows.compress(line) for _ in range(height)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def docx(**more: bytes) -> bytes:
    """`more` are further entries, `__` for `/` and `_` for `.`."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
        for name, data in more.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return kept.getvalue()


def odt(*more: str) -> bytes:
    """`more` are names of further entries."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name in ("content.xml", *more):
            archive.writestr(name, "<office/>")
    return kept.getvalue()


def large_zip() -> bytes:
    """A small one, its directory described by the long records that large ones need."""
    plain = docx()
    end = plain.rfind(b"PK\x05\x06")
    _, _, _, _, count, size, start, _ = struct.unpack("<4s4H2LH", plain[end:])
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return plain[:end] + record + locator + last


PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"


async def announce(person: Caller, chat: int | str, name: str, size: int, type_: str = "") -> Answer:
    return await person.post(f"/api/chats/{chat}/files", {"name": name, "size": size, "type": type_})


async def bring(person: Caller, file: str, data: Any, offset: int = 0) -> Answer:
    return await person.ask("PATCH", f"/api/files/{file}", data, Content_Type=UPLOAD, Upload_Offset=str(offset))


async def upload(person: Caller, chat: int | str, name: str, data: bytes, type_: str = "") -> Answer:
    """Announces and brings it in one piece: the last answer there was."""
    announced = await announce(person, chat, name, len(data), type_)
    if announced.status != 201:
        return announced
    return await bring(person, announced.body["file"]["id"], data)


async def ready(person: Caller, chat: int | str, name: str, data: bytes) -> str:
    """The id of a file that can be sent along."""
    answer = await upload(person, chat, name, data)
    assert (answer.status, answer.body["ready"]) == (200, True), answer.body
    file: str = answer.body["file"]["id"]
    return file


async def sent_file(person: Caller, chat: int | str) -> str:
    """The id of a picture that was sent."""
    file = await ready(person, chat, "класс.png", picture())
    sent = await person.post(f"/api/chats/{chat}/messages", {"text": "", "files": [file]})
    assert sent.status == 201, sent.body
    return file


class StubClamd:
    """Speaks INSTREAM; finds EICAR; can be told to answer something else, or nothing."""

    def __init__(self, path: Path) -> None:
        self.url = f"unix:{path}"
        self.path = path
        self.answer: bytes | None = None
        self.scanned: list[bytes] = []

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
            data = b""
            while length := int.from_bytes(await reader.readexactly(4), "big"):
                data += await reader.readexactly(length)
            self.scanned.append(data)
            found = b"stream: Eicar-Test-Signature FOUND" if EICAR in data else b"stream: OK"
            if self.answer != b"":
                writer.write((self.answer or found) + b"\0")
                await writer.drain()
        finally:
            writer.close()


@asynccontextmanager
async def clamd(path: Path) -> AsyncIterator[StubClamd]:
    stub = StubClamd(path)
    server = await asyncio.start_unix_server(stub.handle, path)
    try:
        yield stub
    finally:
        server.close()
        await server.wait_closed()
