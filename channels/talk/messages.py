"""Messages of a chat: sending, reading back, how far one has read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from channels import policy
from channels.errors import Codes, Refusal
from channels.gradebook.model import StatePosition
from channels.policy import Standing
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found
from channels.talk.chats import require_member
from channels.talk.model import (
    Message,
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
from channels.talk.ports import MessageDraft
from channels.types import NO_CONTROLS

PAGE = 100  # messages at most in one answer
_PLAIN = re.compile(NO_CONTROLS)


@dataclass(frozen=True, slots=True)
class _Sending:
    person: int
    chat: int
    text: str
    key: str | None


async def send_message(desk: Desk, person: int, chat: int, asked: NewMessage, key: str | None) -> OneMessage:
    """Sends once, however often it is repeated with the same key.

    Raises NOT_FOUND for who is not a member, MAY_NOT_WRITE_TO where a private chat can only be read any more.
    """
    text = asked.text.replace("\r\n", "\n").strip()
    if not _PLAIN.match(text):
        raise Refusal(Codes.CONTROL_CHARACTERS, {"errors": [{"field": "text", "code": "control_characters"}]})
    if not text:
        raise Refusal(Codes.EMPTY_MESSAGE, {"errors": [{"field": "text", "code": "empty_message"}]})
    return await desk.write_together(
        OneMessage,
        _send,
        _Sending(person, chat, text, key),
        person=person,
        key=key,
        about=("send_message", chat),
        body=asked,
        lane=chat,
    )


async def _send(tx: Tx, now: datetime, portion: Sequence[_Sending]) -> list[OneMessage | Refusal]:
    """Rights, numbers, messages and publications of a whole portion, each in one statement."""
    standings = await tx.chats.standings({(one.person, one.chat) for one in portion})
    refusals = [_refusal(standings.get((one.person, one.chat))) for one in portion]
    allowed = [one for one, refusal in zip(portion, refusals, strict=True) if refusal is None]
    sent = iter(await _store(tx, now, allowed) if allowed else ())
    return [refusal or OneMessage(message=next(sent)) for refusal in refusals]


def _refusal(standing: Standing | None) -> Refusal | None:
    if standing is None:
        return not_found()
    return None if policy.writes_in_chat(standing) else Refusal(Codes.MAY_NOT_WRITE_TO)


async def _store(tx: Tx, now: datetime, allowed: Sequence[_Sending]) -> list[Message]:
    channels = [ChannelName(f"chat:{one.chat}") for one in allowed]
    offsets = dict(await tx.next_offsets(channels))
    drafts = []
    for one, channel in zip(allowed, channels, strict=True):
        drafts.append(MessageDraft(one.chat, offsets[channel], one.person, one.text, one.key))
        offsets[channel] += 1
    messages = await tx.messages.add(drafts, now)
    await tx.append_each(
        [
            (channel, message.author, MessageSent(message=message))
            for channel, message in zip(channels, messages, strict=True)
        ]
    )
    return messages


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
