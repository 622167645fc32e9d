"""Messages of a chat: sending, reading back, how far one has read."""

import re

from channels import policy
from channels.errors import Codes, Refusal
from channels.gradebook.model import StatePosition
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx
from channels.talk.chats import require_member
from channels.talk.model import (
    Messages,
    MessageSent,
    NewMessage,
    NewSeen,
    Nothing,
    OneMessage,
    OwnSeenMoved,
    Seen,
    SeenMoved,
    Typing,
)
from channels.types import NO_CONTROLS

PAGE = 100  # messages at most in one answer


async def send_message(desk: Desk, person: int, chat: int, asked: NewMessage, key: str | None) -> OneMessage:
    """Sends once, however often it is repeated with the same key."""
    text = asked.text.replace("\r\n", "\n").strip()
    if not re.match(NO_CONTROLS, text):
        raise Refusal(Codes.CONTROL_CHARACTERS, {"errors": [{"field": "text", "code": "control_characters"}]})
    if not text:
        raise Refusal(Codes.EMPTY_MESSAGE, {"errors": [{"field": "text", "code": "empty_message"}]})

    async def work(tx: Tx) -> OneMessage:
        await require_member(tx, person, chat)
        other = await tx.chats.other_member(chat, person)
        ties = await tx.chats.ties(person, other) if other is not None else ()
        if not policy.may_write_privately(tie.bond for tie in ties):
            raise Refusal(Codes.MAY_NOT_WRITE_TO)
        channel = ChannelName(f"chat:{chat}")
        offset = await tx.next_offset(channel)
        message = await tx.messages.add(chat, offset, person, text, key, desk.clock.now())
        await tx.append(channel, person, MessageSent(message=message))
        return OneMessage(message=message)

    return await desk.write(OneMessage, work, person=person, key=key, about=("send_message", chat), body=asked)


async def history(
    store: Store, person: int, chat: int, *, before: int | None, after: int | None, limit: int
) -> Messages:
    """A page of messages, ascending: the newest below `before`, or those after `after`."""
    limit = min(limit, PAGE)
    async with store.read() as tx:
        await require_member(tx, person, chat)
        found = await tx.messages.page(chat, before=before, after=after, limit=limit + 1)
        channel = ChannelName(f"chat:{chat}")
        position = await tx.position(channel)
        shown = found[:limit] if after is not None else found[-limit:]
        return Messages(
            messages=shown,
            more=len(found) > limit,
            position=StatePosition(channel=channel, offset=position.offset, epoch=position.epoch),
        )


async def typing(desk: Desk, person: int, chat: int) -> Nothing:
    """The other members who look at this moment see that this person is writing. Kept nowhere."""
    async with desk.store.read() as tx:
        await require_member(tx, person, chat)
    desk.publisher.signal(ChannelName(f"chat:{chat}"), Typing(person=person).model_dump_json().encode())
    return Nothing()


async def mark_seen(desk: Desk, person: int, chat: int, asked: NewSeen) -> Seen:
    """Moves the person's seen position forward. Others hear of it only when this person lets it be known."""

    async def work(tx: Tx) -> Seen:
        viewer = await require_member(tx, person, chat)
        now = desk.clock.now()
        seen, moved = await tx.messages.move_seen(chat, person, asked.offset, now)
        if moved:
            channel = ChannelName(f"chat:{chat}")
            own = (ChannelName(f"person:{person}"), OwnSeenMoved(channel=channel, offset=seen))
            told = (channel, SeenMoved(person=person, offset=seen, at=now))
            await tx.append_all(person, [own, told] if policy.lets_seen_be_known(viewer) else [own])
        return Seen(seen=seen)

    return await desk.write(Seen, work, person=person, key=None, about=("mark_seen", chat), body=asked)
