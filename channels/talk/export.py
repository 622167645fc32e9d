"""Exports a chat as text, with what the person may read and no more."""

from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

from channels import zones
from channels.people import Name
from channels.store import Desk
from channels.talk.chats import note_oversight, require_reader
from channels.talk.inputs import PAGE
from channels.talk.model import Message


async def export(desk: Desk, person: int, chat: int) -> AsyncIterator[str]:
    """Yields pages of text, oldest first. Each is read when the caller asks for it, and rights are checked again.

    A message is a line with offset, time, author and the message it answers (`42 2026-11-25 10:31 Рябова Мария > 41`),
    then its text, the names of its files in brackets, and an empty line. Times are in the zone of the chat's school.
    Raises NOT_FOUND before the first page if the person may not read the chat, and before a later one if they no
    longer may, which ends the text early.
    """
    after = 0
    while True:
        async with desk.store.read() as tx:
            oversees = await require_reader(tx, person, chat)
            messages = await tx.messages.page(chat, before=None, after=after, limit=PAGE)
            names = await tx.people.names({message.author for message in messages})
            name = await tx.chats.zone(chat)
            await zones.read([name])
            zone = zones.zone(name)
        if oversees and after == 0:
            await note_oversight(desk, person, chat)
        yield "".join(_text(message, names[message.author], zone) for message in messages)
        if len(messages) < PAGE:
            return
        after = messages[-1].offset


def _text(message: Message, author: Name, zone: ZoneInfo) -> str:
    answers = "" if message.reply_to is None else f" > {message.reply_to}"
    said = "\n".join([*filter(None, [message.text]), *(f"[{file.name}]" for file in message.files)]) or "—"
    return f"{message.offset} {_local(message.sent_at, zone)} {_whole(author)}{answers}\n{said}\n\n"


def _local(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _whole(name: Name) -> str:
    return " ".join(part for part in (name.family, name.given, name.middle) if part)
