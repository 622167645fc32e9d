"""Edits, withdraws and pins messages, reacts to them, and votes in polls."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from pydantic import BaseModel

from channels import policy
from channels.errors import Codes, Refusal
from channels.policy import Standing
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found
from channels.talk.chats import standing_in
from channels.talk.facts import MessageEdited, MessagePinned, MessageReacted, MessageWithdrawn, PollClosed, PollVoted
from channels.talk.inputs import Edit, NewPin, NewReaction, NewVote
from channels.talk.messages import cleaned, require_words, unknown_mention, wrong
from channels.talk.model import Message, MessageHistory, Nothing, OneMessage, Pins, Poll, Withdrawn
from channels.talk.ports import MessageChange
from channels.types import Shape

TAKE_BACK = timedelta(seconds=10)
"""Time after sending in which the author withdraws a message without a visible trace."""

LATE = timedelta(seconds=2)
"""Tolerance for requests that are under way for a while after a press at the last moment."""

PINS = 20  # of one chat

A = TypeVar("A", bound=Shape)


@dataclass(frozen=True, slots=True)
class _Found:
    """A message, the person's standing in its chat, and the chat's locked channel."""

    message: Message
    standing: Standing
    channel: ChannelName
    own: bool
    next_offset: int


async def edit_message(desk: Desk, person: int, chat: int, offset: int, asked: Edit, key: str | None) -> OneMessage:
    """Changes the text of one's own message. Raises STALE with the present message if it has changed meanwhile."""
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
    """Withdraws a message for everybody and from the archive, so that later readers do not get its text either.

    Within ten seconds after sending, its author takes it back without a visible trace. A second withdrawal changes
    nothing.
    """

    async def work(tx: Tx, found: _Found) -> Nothing:
        _require_own(found, policy.withdraws_message)
        message, now = found.message, desk.clock.now()
        if message.withdrawn is not None:
            return Nothing()
        taken_back = found.own and now - message.sent_at <= TAKE_BACK + LATE
        await take_away(tx, found.channel, message, person, now, taken_back=taken_back)
        return Nothing()

    return await _changing(desk, Nothing, work, person, chat, offset, ("withdraw_message", key), Nothing())


async def take_away(
    tx: Tx, channel: ChannelName, message: Message, by: int | None, now: datetime, *, taken_back: bool
) -> None:
    """Removes text and files of a message, also from the archive. The caller has locked the chat's channel."""
    told = await tx.messages.withdraw(message.chat, message.offset, by, now, taken_back=taken_back)
    nothing: dict[str, object] = {"text": "", "mentions": [], "reactions": [], "files": [], "poll": None}
    rest = message.model_copy(update={**nothing, "withdrawn": Withdrawn(by=by, at=now)})
    fact = MessageWithdrawn(message=rest, taken_back=taken_back)
    await tx.replace(channel, told, fact)
    await tx.append(channel, by, fact)


async def react(desk: Desk, person: int, chat: int, offset: int, asked: NewReaction) -> OneMessage:
    """Sets or removes the person's reaction to a message; a new one replaces the old one."""

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


async def vote(desk: Desk, person: int, chat: int, offset: int, asked: NewVote) -> OneMessage:
    """Votes for one option, or several if allowed; replaces an earlier vote. Raises NO_POLL, POLL_CLOSED."""

    async def work(tx: Tx, found: _Found) -> OneMessage:
        if not policy.reacts_in_chat(found.standing):
            raise Refusal(Codes.MAY_NOT_WRITE_TO)
        poll, now = _open_poll(found.message, desk.clock.now()), desk.clock.now()
        choices = sorted(set(asked.choices))
        if (choices and choices[-1] >= len(poll.options)) or (len(choices) > 1 and not poll.multiple):
            raise wrong("choices", Codes.BAD_REQUEST)
        if await tx.messages.vote(chat, offset, person, choices, now):
            await tx.append(found.channel, person, PollVoted(offset=offset, person=person, choices=choices))
        return OneMessage(message=(await tx.messages.found([(chat, offset)]))[chat, offset])

    return await _changing(desk, OneMessage, work, person, chat, offset, ("vote", None), asked)


async def close_poll(desk: Desk, person: int, chat: int, offset: int, key: str | None) -> OneMessage:
    """Closes a poll: its author and the chat's moderators may. Raises NOT_YOUR_MESSAGE, NO_POLL, POLL_CLOSED."""

    async def work(tx: Tx, found: _Found) -> OneMessage:
        if not policy.closes_poll(found.standing, own=found.own):
            raise Refusal(Codes.NOT_YOUR_MESSAGE)
        now = desk.clock.now()
        _open_poll(found.message, now)
        await tx.messages.close_poll(chat, offset, now)
        await tx.append(found.channel, person, PollClosed(offset=offset, at=now))
        return OneMessage(message=(await tx.messages.found([(chat, offset)]))[chat, offset])

    return await _changing(desk, OneMessage, work, person, chat, offset, ("close_poll", key), Nothing())


def _open_poll(message: Message, now: datetime) -> Poll:
    _require_standing(message)
    if message.poll is None:
        raise Refusal(Codes.NO_POLL)
    if message.poll.closed_at is not None or (message.poll.closes_at is not None and message.poll.closes_at <= now):
        raise Refusal(Codes.POLL_CLOSED)
    return message.poll


async def pin(desk: Desk, person: int, chat: int, offset: int, asked: NewPin) -> Pins:
    """Pins a message for the whole chat, or unpins it."""

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
    """Returns the earlier texts. Raises NOT_FOUND, or NOT_YOUR_MESSAGE for all but the author and moderators."""
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
    """Locks the chat and finds the message: nobody else changes it meanwhile, and rights are the present ones."""
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
