"""Files: brought in pieces (the `Upload-Offset` and `Upload-Length` of tus), read as a whole or in ranges."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from aiohttp import web
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from channels.errors import Codes, Refusal
from channels.files import reading, upload
from channels.files.kinds import is_inline
from channels.files.model import Address, NewFile, Upload
from channels.files.reading import Opened
from channels.files.upload import FileDesk
from channels.talk.model import Nothing
from handlers.auth import Authentication, Claims
from handlers.routing import Call
from storage.logins import Login

PIECE = 256 * 1024  # bytes that are written at once
SILENCE = 30.0  # seconds without a byte, after which an upload is taken for broken off
ADDRESS_SECONDS = 60
AUDIENCE = "zvonok-file"
UPLOAD_TYPE = "application/offset+octet-stream"
_OFFSET = re.compile(r"[0-9]{1,15}")

# Nothing of it runs, even when somebody opens it as a page.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


class FileAddresses:
    """Signed addresses that work without a sign-in: for one person's one file, as long as that sign-in lives."""

    def __init__(self, key: bytes, seconds: Callable[[], float] = time.time) -> None:
        """`seconds` since 1970, by a clock that all processes share."""
        self._key = OctKey.import_key(key)
        self.seconds = seconds

    def issue(self, login: Login, file: int, until: int) -> str:
        claims = {"sub": str(login.person), "login": login.id, "file": file, "aud": AUDIENCE, "exp": until}
        return jwt.encode({"alg": "HS256"}, claims, self._key)

    def read(self, token: str) -> tuple[Claims, int]:
        """Raises NOT_FOUND for whatever is wrong with it, its time included."""
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"]).claims
            person, login, file = int(claims["sub"]), int(claims["login"]), int(claims["file"])
            good = claims["aud"] == AUDIENCE and int(claims["exp"]) > self.seconds()
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise Refusal(Codes.NOT_FOUND) from error
        if not good:
            raise Refusal(Codes.NOT_FOUND)
        return Claims(person, login), file


@dataclass(frozen=True)
class FileHandlers:
    files: FileDesk
    addresses: FileAddresses
    authentication: Authentication

    async def announce_file(self, call: Call) -> Upload:
        assert isinstance(call.body, NewFile)
        return await upload.announce(self.files, call.person, call.ids["chat"], call.body, call.key)

    async def upload_progress(self, call: Call) -> web.Response:
        found, announced = await upload.progress(self.files, call.person, call.ids["file"])
        return web.Response(headers=_where(found) | {"Upload-Length": str(announced)})

    async def upload_file(self, call: Call) -> web.Response:
        request = call.request
        # Asked for before the headers are looked at: a stranger's file is not there, whatever they say.
        await upload.progress(self.files, call.person, call.ids["file"])
        if request.content_type != UPLOAD_TYPE:
            raise Refusal(Codes.UNSUPPORTED_TYPE)
        offset = request.headers.get("Upload-Offset", "")
        if not _OFFSET.fullmatch(offset):
            wrong = {"field": "Upload-Offset", "code": Codes.BAD_REQUEST.name, "hint": "a number of bytes"}
            raise Refusal(Codes.BAD_REQUEST, {"errors": [wrong]})
        found = await upload.receive(
            self.files, call.person, call.ids["file"], int(offset), request.content_length, _pieces(request)
        )
        return web.Response(text=found.json_text, content_type="application/json", headers=_where(found))

    async def drop_file(self, call: Call) -> Nothing:
        return await upload.drop(self.files, call.person, call.ids["file"], call.key)

    async def read_file(self, call: Call) -> web.StreamResponse:
        return _file(await reading.open_file(self.files, call.person, call.ids["file"]))

    async def read_preview(self, call: Call) -> web.StreamResponse:
        opened = await reading.open_file(self.files, call.person, call.ids["file"], preview=True)
        return _file(opened, preview=True)

    async def file_address(self, call: Call) -> Address:
        file = call.ids["file"]
        await reading.require_readable(self.files.desk, call.person, file)
        until = int(self.addresses.seconds()) + ADDRESS_SECONDS
        token = self.addresses.issue(call.signed_in, file, until)
        return Address(address=f"/files/{token}", expires_at=datetime.fromtimestamp(until, UTC))

    async def read_by_address(self, request: web.Request) -> web.StreamResponse:
        """Outside of the table: nobody is signed in. The rights of the person it was made for are looked up again."""
        claims, file = self.addresses.read(request.match_info["token"])
        if not await self.authentication.is_live(claims):
            raise Refusal(Codes.NOT_FOUND)
        return _file(await reading.open_file(self.files, claims.person, file))


def _where(found: Upload) -> dict[str, str]:
    return {"Upload-Offset": str(found.offset), "Cache-Control": "no-store"}


async def _pieces(request: web.Request) -> AsyncIterator[bytes]:
    """The body as it comes. What came before it broke off is passed on, too."""
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


def _file(opened: Opened, *, preview: bool = False) -> web.StreamResponse:
    type_ = "image/webp" if preview else opened.file.type
    headers = HEADERS | {"Content-Type": type_, "Content-Disposition": disposition(opened.file.name, type_)}
    return web.FileResponse(opened.path, headers=headers)


def disposition(name: str, type_: str) -> str:
    """RFC 6266: a name that every program reads, and the whole one (RFC 8187)."""
    way = "inline" if is_inline(type_) else "attachment"
    plain = "".join(one if one.isascii() and one.isprintable() and one not in '"\\%' else "_" for one in name)
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
