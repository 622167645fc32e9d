"""Uploads files: they are announced, come in as many pieces as the network makes of them, and are then inspected."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

from channels import policy
from channels.errors import CATALOGUE, Codes, Reason, Refusal
from channels.files.kinds import is_called, kind_of
from channels.files.limits import Limits
from channels.files.model import Attached, NewFile, Upload
from channels.files.names import cleaned_name
from channels.files.ports import Blobs, Busy, FileRow, Inspector, NewRow, Part, Scanner, State, Verdict
from channels.people import Viewer
from channels.store import Desk, Tx, not_found, viewer_of
from channels.talk.chats import standing_in
from channels.talk.model import Nothing

DAY = timedelta(days=1)
UNSENT = DAY  # how long a file waits to be sent along


@dataclass(frozen=True)
class FileDesk:
    """Tools with which the actions on files work."""

    desk: Desk
    blobs: Blobs
    inspector: Inspector
    scanner: Scanner
    limits: Limits


async def announce(at: FileDesk, person: int, chat: int, asked: NewFile, key: str | None) -> Upload:
    """Announces a file that is going to be uploaded, for somebody who may write in the chat.

    Raises NOT_FOUND, MAY_NOT_WRITE_TO; FILE_NOT_ALLOWED, FILE_DISAGREES by its name; FILE_TOO_LARGE; past a person's
    limits TOO_MANY_UPLOADS, TOO_MANY_BYTES.
    """

    async def work(tx: Tx) -> Upload:
        if not policy.writes_in_chat(await standing_in(tx, person, chat)):
            raise Refusal(Codes.MAY_NOT_WRITE_TO)
        name, type_ = _allowed(asked, at.limits)
        now = at.desk.clock.now()
        usage = await tx.files.usage(person, now - DAY)
        if usage.unsent >= at.limits.at_once:
            raise Refusal(Codes.TOO_MANY_UPLOADS)
        if usage.announced + asked.size > at.limits.a_day:
            raise Refusal(Codes.TOO_MANY_BYTES, {"retry_after": 3600})
        number = await tx.files.announce(NewRow(chat, person, name, type_, asked.size, secrets.token_hex(16)), now)
        return Upload(file=Attached(id=number, name=name, type=type_, size=asked.size), offset=0)

    return await at.desk.write(Upload, work, person=person, key=key, about=("announce_file", chat), body=asked)


def _allowed(asked: NewFile, limits: Limits) -> tuple[str, str]:
    """Returns the name and type it will have. Raises FILE_NOT_ALLOWED, FILE_DISAGREES, FILE_TOO_LARGE."""
    name = cleaned_name(asked.name)
    kind = kind_of(name, archives=limits.archives)
    if kind is None:
        raise Refusal(Codes.FILE_NOT_ALLOWED)
    if not is_called(kind, asked.type):
        raise Refusal(Codes.FILE_DISAGREES)
    if asked.size > limits.file:
        raise Refusal(Codes.FILE_TOO_LARGE, {"limit": limits.file})
    return name, kind.type


async def progress(at: FileDesk, person: int, file: int) -> tuple[Upload, int]:
    """Returns how far one's own upload is, and how many bytes were announced."""
    row = await _own(at, person, file)
    _require_not_refused(row)
    offset = await at.blobs.offset(row.blob) if row.state is State.UPLOADING else row.announced
    return _upload(row, offset), row.announced


async def receive(
    at: FileDesk, person: int, file: int, offset: int, length: int | None, body: AsyncIterator[bytes]
) -> Upload:
    """Appends what comes; with the last byte the content is inspected and scanned.

    What has come stays if the connection breaks. `length`: how many bytes the sender says are coming. An empty body at
    the end of a complete file asks the scanner again. Raises WRONG_OFFSET with the present one, UPLOAD_BUSY,
    FILE_TOO_LARGE for more than was announced, what the inspector raises, FILE_INFECTED, SCANNER_AWAY.
    """
    row = await _own(at, person, file)
    if row.state is State.UPLOADING:
        try:
            async with at.blobs.appending(row.blob) as part:
                row = await _own(at, person, file)  # who had it before may have finished it
                if row.state is State.UPLOADING:
                    await _append(part, row, offset, length, body)
                    if part.offset < row.announced:
                        return _upload(row, part.offset)
                    row = await _checked(at, row, part)
        except Busy:
            raise Refusal(Codes.UPLOAD_BUSY) from None
    elif offset != row.announced:
        raise _wrong_offset(row.announced)
    if row.state is State.WAITING:
        row = await _scanned(at, row)
    _require_not_refused(row)
    return _upload(row, row.announced)


async def drop(at: FileDesk, person: int, file: int, key: str | None) -> Nothing:
    """Gives up one's own file that is not sent yet. Raises FILE_ALREADY_SENT."""

    async def work(tx: Tx) -> Nothing:
        row = _require_own((await tx.files.claim([file])).get(file), await viewer_of(tx, person))
        if row.message is not None:
            raise Refusal(Codes.FILE_ALREADY_SENT)
        await tx.files.settle(file, State.TAKEN)
        return Nothing()

    return await at.desk.write(Nothing, work, person=person, key=key, about=("drop_file", file), body=Nothing())


async def _append(part: Part, row: FileRow, offset: int, length: int | None, body: AsyncIterator[bytes]) -> None:
    if offset != part.offset:
        raise _wrong_offset(part.offset)
    if length is not None and offset + length > row.announced:
        raise Refusal(Codes.FILE_TOO_LARGE, {"limit": row.announced})
    async for piece in body:
        if part.offset + len(piece) > row.announced:
            raise Refusal(Codes.FILE_TOO_LARGE, {"limit": row.announced})
        await part.write(piece)


async def _checked(at: FileDesk, row: FileRow, part: Part) -> FileRow:
    kind = kind_of(row.attached.name, archives=True)  # archives were allowed or refused when the file was announced
    assert kind is not None
    try:
        found = await at.inspector.inspect(part.path, kind)
    except Refusal as refusal:
        if refusal.code.reason is Reason.INVALID:
            await _refuse(at, row, refusal.code.name)
        raise
    seal = await at.blobs.keep(row.blob, part, found)
    async with at.desk.store.begin() as tx:
        await tx.files.set_seal(row.blob, seal)
        await tx.files.checked(row.attached.id, found)
    changes = {"size": found.size, "width": found.width, "height": found.height, "preview": found.preview is not None}
    return replace(row, attached=row.attached.model_copy(update=changes), state=State.WAITING)


async def _scanned(at: FileDesk, row: FileRow) -> FileRow:
    path = await at.blobs.kept(row.blob)
    verdict = Verdict.AWAY if path is None else await at.scanner.scan(path)
    match verdict:
        case Verdict.AWAY:
            raise Refusal(Codes.SCANNER_AWAY)
        case Verdict.INFECTED:
            await _refuse(at, row, Codes.FILE_INFECTED.name)
            raise Refusal(Codes.FILE_INFECTED)
        case Verdict.CLEAN:
            async with at.desk.store.begin() as tx:
                await tx.files.settle(row.attached.id, State.READY)
            return replace(row, state=State.READY)


async def _refuse(at: FileDesk, row: FileRow, code: str) -> None:
    """Marks the row before it removes the bytes: leftover bytes are found again, a row without bytes would be a lie."""
    async with at.desk.store.begin() as tx:
        await tx.files.settle(row.attached.id, State.REFUSED, code)
    await at.blobs.remove(row.blob)


async def _own(at: FileDesk, person: int, file: int) -> FileRow:
    async with at.desk.store.read() as tx:
        return _require_own(await tx.files.row(file), await viewer_of(tx, person))


def _require_own(row: FileRow | None, viewer: Viewer) -> FileRow:
    if row is None or row.state is State.TAKEN or not policy.brings_file(viewer, row.chat, row.person):
        raise not_found()
    return row


def _require_not_refused(row: FileRow) -> None:
    if row.refused is not None:
        raise Refusal(CATALOGUE[row.refused])


def _wrong_offset(present: int) -> Refusal:
    return Refusal(Codes.WRONG_OFFSET, {"current": {"offset": present}})


def _upload(row: FileRow, offset: int) -> Upload:
    return Upload(file=row.attached, offset=offset, ready=row.state is State.READY)
