"""What becomes of a message after it was sent: another text, taken away, a word in reply, kept in sight."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from pydantic import BaseModel

from channels import policy
from channels.errors import Codes, Refusal
from channels.policy import Standing
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found
from channels.talk.asked import Edit, NewPin, NewReaction
from channels.talk.chats import standing_in
from channels.talk.messages import cleaned, require_words, unknown_mention
from channels.talk.model import Message, MessageHistory, Nothing, OneMessage, Pins, Withdrawn
from channels.talk.ports import MessageChange
from channels.talk.told import MessageEdited, MessagePinned, MessageReacted, MessageWithdrawn
from channels.types import Shape

TAKE_BACK = timedelta(seconds=10)
"""So soon after sending, what its author withdraws leaves no trace to be seen."""

LATE = timedelta(seconds=2)
"""The button is pressed at the last moment, and the request is under way for a while."""

PINS = 20  # of one chat

A = TypeVar("A", bound=Shape)


@dataclass(frozen=True, slots=True)
class _Found:
    """A message, how the person stands in its chat, and the chat's locked channel."""

    message: Message
    standing: Standing
    channel: ChannelName
    own: bool
    next_offset: int


async def edit_message(desk: Desk, person: int, chat: int, offset: int, asked: Edit, key: str | None) -> OneMessage:
    """Another text for one's own message. Raises STALE, with the present message, when it has been changed since."""
    text = cleaned(asked.text, may_be_empty=True)

    async def work(tx: Tx, found: _Found) -> OneMessage:
        _require_own(found, policy.changes_message)
        _require_standing(found.message)
        if found.message.revision != asked.revision:
            raise Refusal(Codes.STALE, {"current": found.message.model_dump(mode="json")})
        require_words(text, found.message.files)
        if refusal := unknown_mention(asked.mentions, (await tx.chats.members([chat])).get(chat, frozenset())):
            raise refusal
        change = MessageChange(text, list(dict.fromkeys(asked.mentions)), found.next_offset)
        message = await tx.messages.edit(chat, offset, change, desk.clock.now())
        await tx.append(found.channel, person, MessageEdited(message=message))
        return OneMessage(message=message)

    return await _changing(desk, OneMessage, work, person, chat, offset, ("edit_message", key), asked)


async def withdraw_message(desk: Desk, person: int, chat: int, offset: int, key: str | None) -> Nothing:
    """Takes a message away from everybody, and from the archive: who comes back later is not told its text either.

    Within ten seconds its author takes it back without a trace to be seen. Withdrawing twice changes nothing.
    """

    async def work(tx: Tx, found: _Found) -> Nothing:
        _require_own(found, policy.withdraws_message)
        message, now = found.message, desk.clock.now()
        if message.withdrawn is not None:
            return Nothing()
        taken_back = found.own and now - message.sent_at <= TAKE_BACK + LATE
        told = await tx.messages.withdraw(chat, offset, person, now, taken_back=taken_back)
        rest = message.model_copy(
            update={"text": "", "mentions": [], "reactions": [], "files": [], "withdrawn": Withdrawn(by=person, at=now)}
        )
        fact = MessageWithdrawn(message=rest, taken_back=taken_back)
        await tx.replace(found.channel, told, fact)
        await tx.append(found.channel, person, fact)
        return Nothing()

    return await _changing(desk, Nothing, work, person, chat, offset, ("withdraw_message", key), Nothing())


async def react(desk: Desk, person: int, chat: int, offset: int, asked: NewReaction) -> OneMessage:
    """One word of a person at a message; another one takes its place."""

    async def work(tx: Tx, found: _Found) -> OneMessage:
        if not policy.reacts_in_chat(found.standing):
            raise Refusal(Codes.MAY_NOT_WRITE_TO)
        _require_standing(found.message)
        if not await tx.messages.react(chat, offset, person, asked.reaction, desk.clock.now()):
            return OneMessage(message=found.message)
        fact = MessageReacted(offset=offset, person=person, reaction=asked.reaction)
        await tx.append(found.channel, person, fact)
        return OneMessage(message=(await tx.messages.found([(chat, offset)]))[chat, offset])

    return await _changing(desk, OneMessage, work, person, chat, offset, ("react", None), asked)


async def pin(desk: Desk, person: int, chat: int, offset: int, asked: NewPin) -> Pins:
    """Keeps a message in sight of all, or no longer."""

    async def work(tx: Tx, found: _Found) -> Pins:
        if not policy.pins_in_chat(found.standing):
            raise Refusal(Codes.MAY_NOT_WRITE_TO)
        _require_standing(found.message)
        pins = await tx.messages.pins(chat)
        if asked.pinned and offset not in pins and len(pins) >= PINS:
            raise Refusal(Codes.TOO_MANY_PINS)
        if await tx.messages.pin(chat, offset, person, asked.pinned, desk.clock.now()):
            await tx.append(found.channel, person, MessagePinned(offset=offset, pinned=asked.pinned))
        return Pins(pinned=await tx.messages.pins(chat))

    return await _changing(desk, Pins, work, person, chat, offset, ("pin", None), asked)


async def message_history(store: Store, person: int, chat: int, offset: int) -> MessageHistory:
    """What the message said before. For who may not know of that: as if the message were not there."""
    async with store.read() as tx:
        standing = await standing_in(tx, person, chat)
        message = (await tx.messages.found([(chat, offset)])).get((chat, offset))
        if message is None:
            raise not_found()
        if not policy.reads_revisions(standing, own=message.author == person):
            raise Refusal(Codes.NOT_YOUR_MESSAGE)
        return MessageHistory(message=message, before=await tx.messages.revisions(chat, offset))


async def _changing(
    desk: Desk,
    answer: type[A],
    work: Callable[[Tx, _Found], Awaitable[A]],
    person: int,
    chat: int,
    offset: int,
    action: tuple[str, str | None],
    body: BaseModel,
) -> A:
    """Finds the message with its chat locked, so that nobody else changes it, and rights are those of this moment."""
    name, key = action
    channel = ChannelName(f"chat:{chat}")

    async def locked(tx: Tx) -> A:
        offsets = await tx.next_offsets([channel])
        standing = await standing_in(tx, person, chat)
        message = (await tx.messages.found([(chat, offset)])).get((chat, offset))
        if message is None:
            raise not_found()
        return await work(tx, _Found(message, standing, channel, message.author == person, offsets[channel]))

    return await desk.write(answer, locked, person=person, key=key, about=(f"{name}:{chat}", offset), body=body)


def _require_own(found: _Found, rule: Callable[..., bool]) -> None:
    if not rule(found.standing, own=found.own):
        raise Refusal(Codes.MAY_NOT_WRITE_TO if found.own else Codes.NOT_YOUR_MESSAGE)


def _require_standing(message: Message) -> None:
    if message.withdrawn is not None:
        raise Refusal(Codes.MESSAGE_WITHDRAWN)
