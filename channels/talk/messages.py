"""Sends messages, reads pages of them, signals typing and moves seen positions."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from channels import policy
from channels.errors import Code, Codes, Refusal
from channels.files.model import Attached
from channels.files.ports import FileRow, State
from channels.gradebook.model import StatePosition
from channels.notices.preferences import NoticeKind
from channels.publication import ChannelName
from channels.store import Desk, Tx, not_found
from channels.talk.chats import note_oversight, require_member, require_reader
from channels.talk.facts import MessageSent, OwnSeenMoved, SeenMoved, Typing
from channels.talk.inputs import NewMessage, NewPoll, NewSeen, Page
from channels.talk.model import Message, Messages, Nothing, OneMessage, Poll, Seen
from channels.talk.ports import MessageDraft
from channels.types import NO_CONTROLS

_PLAIN = re.compile(NO_CONTROLS)


@dataclass(frozen=True, slots=True)
class _Sending:
    person: int
    chat: int
    text: str
    key: str | None
    reply_to: int | None
    mentions: tuple[int, ...]
    files: tuple[int, ...]
    poll: NewPoll | None = None

    @property
    def channel(self) -> ChannelName:
        return ChannelName(f"chat:{self.chat}")


async def send_message(
    desk: Desk, person: int, chat: int, asked: NewMessage, key: str | None, *, paced: bool = True
) -> OneMessage:
    """Sends a message once, even if the request is repeated with the same key.

    Raises NOT_FOUND for people outside the chat, MAY_NOT_WRITE_TO if they may only read it, UNKNOWN_REPLY,
    UNKNOWN_MENTION, UNKNOWN_FILE, FILE_NOT_READY, and, if `paced`, TOO_MANY_MESSAGES for people who are too fast.
    """
    if desk.pace is not None and paced:
        desk.pace.take(person)
    may_be_empty = bool(asked.files) and asked.poll is None  # a poll without a question asks nothing
    text, files = cleaned(asked.text, may_be_empty=may_be_empty), tuple(dict.fromkeys(asked.files))
    return await desk.write_together(
        OneMessage,
        _send,
        _Sending(person, chat, text, key, asked.reply_to, tuple(dict.fromkeys(asked.mentions)), files, asked.poll),
        person=person,
        key=key,
        about=("send_message", chat),
        body=asked,
        lane=chat,
    )


def cleaned(text: str, *, may_be_empty: bool = False) -> str:
    """Returns a typed text as it is stored, without blanks around it. Raises EMPTY_MESSAGE, CONTROL_CHARACTERS."""
    text = text.replace("\r\n", "\n").strip()
    if not _PLAIN.match(text):
        raise wrong("text", Codes.CONTROL_CHARACTERS)
    if not may_be_empty:
        require_words(text, ())
    return text


def require_words(text: str, files: Collection[object]) -> None:
    """Raises EMPTY_MESSAGE for a message with neither text nor files."""
    if not text and not files:
        raise wrong("text", Codes.EMPTY_MESSAGE)


async def _send(tx: Tx, now: datetime, portion: Sequence[_Sending]) -> list[OneMessage | Refusal]:
    """Sends a whole portion: one statement each for offsets, rights, messages and publications.

    Locks the channels before it reads rights. A change of who may write is published in the channel: so either it is
    seen here, or it comes after the messages sent here.
    """
    offsets = dict(await tx.next_offsets({one.channel for one in portion}))
    standings = await tx.chats.standings({(one.person, one.chat) for one in portion})
    replied = {(one.chat, one.reply_to) for one in portion if one.reply_to is not None}
    replies = await tx.messages.found(replied) if replied else {}
    naming = {one.chat for one in portion if one.mentions}
    members = await tx.chats.members(naming) if naming else {}
    named = {file for one in portion for file in one.files}
    files = dict(await tx.files.claim(named)) if named else {}

    def refusal(one: _Sending) -> Refusal | None:
        standing = standings.get((one.person, one.chat))
        if standing is None:
            return not_found()
        if not policy.writes_in_chat(standing):
            return Refusal(Codes.MAY_NOT_WRITE_TO)
        if one.reply_to is not None and (one.chat, one.reply_to) not in replies:
            return wrong("reply_to", Codes.UNKNOWN_REPLY)
        refused = unknown_mention(one.mentions, members.get(one.chat, frozenset()))
        return refused if refused or not one.files else _take(one, files, taken)

    taken: dict[int, Attached] = {}
    refusals = [refusal(one) for one in portion]
    allowed = [one for one, no in zip(portion, refusals, strict=True) if no is None]
    kinds = {one.chat: standings[one.person, one.chat].kind for one in allowed}
    sent = iter(await _store(tx, now, allowed, offsets, taken, kinds) if allowed else ())
    return [no or OneMessage.model_construct(message=next(sent)) for no in refusals]


def _take(one: _Sending, files: Mapping[int, FileRow], taken: dict[int, Attached]) -> Refusal | None:
    """Marks the files as taken by this message in `taken`. Returns a refusal if it may not have one of them."""
    rows = [row for file in one.files if (row := files.get(file)) and file not in taken]
    if len(rows) < len(one.files) or any(
        (row.person, row.chat) != (one.person, one.chat) or row.message is not None for row in rows
    ):
        return wrong("files", Codes.UNKNOWN_FILE)
    if any(row.state in (State.UPLOADING, State.WAITING) for row in rows):
        return Refusal(Codes.FILE_NOT_READY)
    if any(row.state is not State.READY for row in rows):
        return wrong("files", Codes.UNKNOWN_FILE)
    taken.update((row.attached.id, row.attached) for row in rows)
    return None


async def _store(
    tx: Tx,
    now: datetime,
    allowed: Sequence[_Sending],
    offsets: dict[ChannelName, int],
    taken: Mapping[int, Attached],
    kinds: Mapping[int, policy.ChatKind],
) -> list[Message]:
    drafts = []
    for one in allowed:
        files = [taken[file] for file in one.files]
        drafts.append(
            MessageDraft(
                one.chat,
                offsets[one.channel],
                one.person,
                one.text,
                one.key,
                one.reply_to,
                one.mentions,
                files=files,
                poll=None if one.poll is None else Poll(**one.poll.model_dump()),
            )
        )
        offsets[one.channel] += 1
    messages = await tx.messages.add(drafts, now)
    if taken:
        await tx.files.attach([(file.id, draft.offset) for draft in drafts for file in draft.files])
    told = await tx.append_each(
        [
            (one.channel, message.author, MessageSent.model_construct(message=message))
            for one, message in zip(allowed, messages, strict=True)
        ]
    )
    of = zip(messages, told, strict=True)
    tx.notices.add([one for message, one in of if calls(kinds[message.chat], message)], NoticeKind.MESSAGE)
    return messages


def calls(kind: policy.ChatKind, message: Message) -> bool:
    """True if the message is meant for somebody, who must get a notice of it when away."""
    return kind in policy.OF_TWO or bool(message.mentions) or message.reply_to is not None


def wrong(field: str, code: Code) -> Refusal:
    """Returns a refusal with this code that names the wrong field of the input."""
    return Refusal(code, {"errors": [{"field": field, "code": code.name}]})


def unknown_mention(mentions: Collection[int], members: Collection[int]) -> Refusal | None:
    """Returns UNKNOWN_MENTION if a mentioned person is not a member, else None."""
    return None if all(one in members for one in mentions) else wrong("mentions", Codes.UNKNOWN_MENTION)


async def history(desk: Desk, person: int, chat: int, asked: Page) -> Messages:
    """Returns a page of messages, ascending; the newest if no place is given. Raises NOT_FOUND."""
    limit = asked.limit
    async with desk.store.read() as tx:
        oversees = await require_reader(tx, person, chat)
        around = asked.around if asked.day is None else await tx.messages.first_on(chat, asked.day)
        if around is not None:
            older = await tx.messages.page(chat, before=around, after=None, limit=limit // 2 + 1)
            newer = await tx.messages.page(chat, before=None, after=around - 1, limit=limit - limit // 2 + 1)
            more, fresh = len(older) > limit // 2, len(newer) > limit - limit // 2
            shown = [*older[more:], *newer[: limit - limit // 2]]
        else:
            found = await tx.messages.page(chat, before=asked.before, after=asked.after, limit=limit + 1)
            beyond = len(found) > limit
            if asked.after is not None:
                shown, fresh = found[:limit], beyond
                more = bool(await tx.messages.page(chat, before=asked.after + 1, after=None, limit=1))
            else:
                shown, more = found[-limit:], beyond
                fresh = asked.before is not None and bool(
                    await tx.messages.page(chat, before=None, after=asked.before - 1, limit=1)
                )
        channel = ChannelName(f"chat:{chat}")
        position = await tx.position(channel)
    if oversees:
        await note_oversight(desk, person, chat)
    return Messages(
        messages=shown,
        more=more,
        newer=fresh,
        position=StatePosition(channel=channel, offset=position.offset, epoch=position.epoch),
    )


async def typing(desk: Desk, person: int, chat: int) -> Nothing:
    """Signals to the present listeners of the chat that this person is typing. Stores nothing. Raises NOT_FOUND."""
    async with desk.store.read() as tx:
        await require_member(tx, person, chat)
    desk.publisher.signal(ChannelName(f"chat:{chat}"), Typing(person=person).model_dump_json().encode())
    return Nothing()


async def mark_seen(desk: Desk, person: int, chat: int, asked: NewSeen) -> Seen:
    """Moves the person's seen position forward. Others are told only if this person shares it. Raises NOT_FOUND."""

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
