"""Forwards a message from one chat to another."""

from channels import policy
from channels.errors import Codes, Refusal
from channels.notices.preferences import NoticeKind
from channels.publication import ChannelName
from channels.store import Desk, Tx, not_found
from channels.talk.chats import require_member, standing_in
from channels.talk.facts import MessageSent
from channels.talk.inputs import Forward
from channels.talk.messages import calls
from channels.talk.model import Forwarded, OneMessage
from channels.talk.ports import MessageDraft


async def forward_message(desk: Desk, person: int, chat: int, asked: Forward, key: str | None) -> OneMessage:
    """Sends a message of another chat to `chat`. The person must be a member there and may write here, both now.

    Its author is named only if that is public (`policy.names_when_forwarded`) or the person wrote it. Raises NOT_FOUND,
    MAY_NOT_WRITE_TO, MESSAGE_WITHDRAWN, TOO_MANY_MESSAGES.
    """
    channel = ChannelName(f"chat:{chat}")
    if desk.pace is not None:
        desk.pace.take(person)

    async def work(tx: Tx) -> OneMessage:
        offsets = await tx.next_offsets([channel])
        standing = await standing_in(tx, person, chat)
        if not policy.writes_in_chat(standing):
            raise Refusal(Codes.MAY_NOT_WRITE_TO)
        await require_member(tx, person, asked.source)
        source = (await tx.messages.found([(asked.source, asked.offset)])).get((asked.source, asked.offset))
        if source is None:
            raise not_found()
        if source.withdrawn is not None:
            raise Refusal(Codes.MESSAGE_WITHDRAWN)
        author = source.author if source.forwarded is None else source.forwarded.author
        named = author if author is not None and await _named(tx, person, author) else None
        first = source.sent_at if source.forwarded is None else source.forwarded.sent_at
        now = desk.clock.now()
        files = await tx.files.copy([file.id for file in source.files], chat, person, now) if source.files else []
        if len(files) < len(source.files):  # withdrawn at this moment
            raise Refusal(Codes.MESSAGE_WITHDRAWN)
        said = Forwarded(author=named, sent_at=first)
        draft = MessageDraft(chat, offsets[channel], person, source.text, key, forwarded=said, files=files)
        [message] = await tx.messages.add([draft], now)
        if files:
            await tx.files.attach([(file.id, message.offset) for file in files])
        told = await tx.append(channel, person, MessageSent(message=message))
        if calls(standing.kind, message):
            tx.notices.add([told], NoticeKind.MESSAGE)
        return OneMessage(message=message)

    return await desk.write(OneMessage, work, person=person, key=key, about=("forward_message", chat), body=asked)


async def _named(tx: Tx, person: int, author: int) -> bool:
    return person == author or policy.names_when_forwarded((await tx.people.roles([author]))[author])
