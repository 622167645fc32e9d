"""Reads files, with the right checked at every request, and takes away what nobody sent."""

from dataclasses import dataclass
from pathlib import Path

from channels import policy
from channels.errors import Codes, Refusal
from channels.files.model import Attached
from channels.files.ports import Damaged, FileRow, State
from channels.files.upload import UNSENT, FileDesk
from channels.store import Desk, not_found, viewer_of
from channels.talk.chats import note_oversight

SWEPT = 100  # blobs in one turn


@dataclass(frozen=True)
class Opened:
    """A file that this person may read at this moment, and where its bytes are."""

    file: Attached
    path: Path


async def open_file(at: FileDesk, person: int, file: int, *, preview: bool = False) -> Opened:
    """Opens a file or its preview.

    Raises NOT_FOUND for people who are not in the chat now, and for files that are withdrawn, not complete or not
    clean; FILE_DAMAGED if the disk has other bytes than were kept.
    """
    row = await require_readable(at.desk, person, file)
    if preview and not row.attached.preview:
        raise not_found()
    async with at.desk.store.read() as tx:
        seal = None if preview else await tx.files.seal(row.blob)
    try:
        path = await at.blobs.kept(row.blob, preview=preview, seal=seal)
    except Damaged:
        raise Refusal(Codes.FILE_DAMAGED) from None
    if path is None:
        raise not_found()
    return Opened(row.attached, path)


async def require_readable(desk: Desk, person: int, file: int) -> FileRow:
    """Returns the row of a file that this person may read, else raises NOT_FOUND. Each reading for a student's
    safety, by somebody who is not in the chat, is noted."""
    async with desk.store.read() as tx:
        row = await tx.files.row(file)
        viewer = await viewer_of(tx, person)
    sent = row is not None and row.message is not None
    if row is None or row.state is not State.READY or not policy.reads_file(viewer, row.chat, row.person, sent=sent):
        raise not_found()
    if policy.oversees_chat(viewer, row.chat):
        await note_oversight(desk, person, row.chat)
    return row


async def sweep(at: FileDesk) -> int:
    """Takes away what was announced a day ago and never sent, and removes bytes that nothing shows any more.

    Returns how many blobs were removed. Cut short, or done by several processes, it removes the same.
    """
    async with at.desk.store.begin() as tx:
        await tx.files.give_up(at.desk.clock.now() - UNSENT)
    swept = 0
    while True:
        async with at.desk.store.read() as tx:
            blobs = await tx.files.removable(SWEPT)
        for blob in blobs:
            await at.blobs.remove(blob)
        async with at.desk.store.begin() as tx:
            await tx.files.removed(blobs)
        swept += len(blobs)
        if len(blobs) < SWEPT:
            return swept
