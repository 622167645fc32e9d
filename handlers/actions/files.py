"""Files: uploaded in pieces (`Upload-Offset` and `Upload-Length` as in tus), read as a whole or in ranges."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from urllib.parse import quote

from aiohttp import web
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from channels.errors import Codes, Refusal
from channels.files import reading, upload
from channels.files.kinds import is_inline
from channels.files.model import Address, Upload
from channels.files.reading import Opened
from channels.files.upload import FileDesk
from handlers.actions.action import Access, Action
from handlers.auth import Claims
from storage.logins import Login

PIECE = 256 * 1024  # bytes written at once
SILENCE = 30.0  # seconds without a byte, after which an upload counts as broken off
ADDRESS_SECONDS = 60
AUDIENCE = "zvonok-file"
UPLOAD_TYPE = "application/offset+octet-stream"
_OFFSET = re.compile(r"[0-9]{1,15}")

# No file is run as a program, even if somebody opens it as a page.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


class FileAddresses:
    """Signed addresses that work without a sign-in: for one person and one file, while the person's login lives."""

    def __init__(self, key: bytes, seconds: Callable[[], float] = time.time) -> None:
        """Takes the key and `seconds` since 1970, by a clock that all processes share."""
        self._key = OctKey.import_key(key)
        self.seconds = seconds

    def issue(self, login: Login, file: int, until: int) -> str:
        claims = {"sub": str(login.person), "login": login.id, "file": file, "aud": AUDIENCE, "exp": until}
        return jwt.encode({"alg": "HS256"}, claims, self._key)

    def read(self, token: str) -> tuple[Claims, int]:
        """Returns who it was made for, and the file. Raises NOT_FOUND for whatever is wrong with it, even its time."""
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"]).claims
            person, login, file = int(claims["sub"]), int(claims["login"]), int(claims["file"])
            good = claims["aud"] == AUDIENCE and int(claims["exp"]) > self.seconds()
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise Refusal(Codes.NOT_FOUND) from error
        if not good:
            raise Refusal(Codes.NOT_FOUND)
        return Claims(person, login), file


async def upload_progress(files: FileDesk, person: int, file: int) -> web.Response:
    found, announced = await upload.progress(files, person, file)
    return web.Response(headers=_where(found) | {"Upload-Length": str(announced)})


async def upload_file(request: web.Request, files: FileDesk, person: int, file: int) -> web.Response:
    # Asked before the headers are read: somebody else's file does not exist, whatever they say.
    await upload.progress(files, person, file)
    if request.content_type != UPLOAD_TYPE:
        raise Refusal(Codes.UNSUPPORTED_TYPE)
    offset = request.headers.get("Upload-Offset", "")
    if not _OFFSET.fullmatch(offset):
        wrong = {"field": "Upload-Offset", "code": Codes.BAD_REQUEST.name, "hint": "a number of bytes"}
        raise Refusal(Codes.BAD_REQUEST, {"errors": [wrong]})
    found = await upload.receive(files, person, file, int(offset), request.content_length, pieces(request))
    return web.Response(text=found.json_text, content_type="application/json", headers=_where(found))


async def read_file(files: FileDesk, person: int, file: int) -> web.StreamResponse:
    return served(await reading.open_file(files, person, file))


async def read_preview(files: FileDesk, person: int, file: int) -> web.StreamResponse:
    return served(await reading.open_file(files, person, file, preview=True), preview=True)


async def file_address(files: FileDesk, addresses: FileAddresses, login: Login, file: int) -> Address:
    await reading.require_readable(files.desk, login.person, file)
    until = int(addresses.seconds()) + ADDRESS_SECONDS
    token = addresses.issue(login, file, until)
    return Address(address=f"/files/{token}", expires_at=datetime.fromtimestamp(until, UTC))


def _where(found: Upload) -> dict[str, str]:
    return {"Upload-Offset": str(found.offset), "Cache-Control": "no-store"}


async def pieces(request: web.Request) -> AsyncIterator[bytes]:
    """Yields the body as it comes, including what came before it broke off. Raises UNAVAILABLE if it breaks off."""
    gathered = bytearray()
    try:
        while True:
            async with asyncio.timeout(SILENCE):
                piece = await request.content.readany()
            if not piece:
                break
            gathered += piece
            if len(gathered) >= PIECE:
                yield bytes(gathered)
                gathered.clear()
    except (OSError, TimeoutError, web.RequestPayloadError, web.PayloadAccessError):
        if gathered:
            yield bytes(gathered)
        raise Refusal(Codes.UNAVAILABLE) from None
    if gathered:
        yield bytes(gathered)


def served(opened: Opened, *, preview: bool = False) -> web.StreamResponse:
    type_ = "image/webp" if preview else opened.file.type
    headers = HEADERS | {"Content-Type": type_, "Content-Disposition": disposition(opened.file.name, type_)}
    return web.FileResponse(opened.path, headers=headers)


def disposition(name: str, type_: str) -> str:
    """Returns Content-Disposition (RFC 6266): a name that every program reads, and the whole one (RFC 8187)."""
    way = "inline" if is_inline(type_) else "attachment"
    plain = "".join(one if one.isascii() and one.isprintable() and one not in '"\\%' else "_" for one in name)
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


_ONE, _ANY_TYPE = "/api/files/{file}", "application/octet-stream"

FILES = (
    Action(
        "announce_file",
        "POST",
        "/api/chats/{chat}/files",
        Access.CHAT,
        "Begin to bring a file",
        upload.announce,
        status=201,
    ),
    Action(
        "upload_file",
        "PATCH",
        _ONE,
        Access.FILE,
        "Bring the next bytes of it",
        upload_file,
        takes=UPLOAD_TYPE,
        gives=Upload,
    ),
    Action("upload_progress", "HEAD", _ONE, Access.FILE, "How far it is", upload_progress),
    Action("drop_file", "DELETE", _ONE, Access.FILE, "Give up a file that is not sent", upload.drop),
    Action("read_file", "GET", _ONE, Access.FILE, "A file, or a range of it", read_file, gives=_ANY_TYPE),
    Action(
        "read_preview", "GET", f"{_ONE}/preview", Access.FILE, "A small picture of it", read_preview, gives="image/webp"
    ),
    Action("file_address", "POST", f"{_ONE}/address", Access.FILE, "An address for a minute", file_address, status=201),
)
