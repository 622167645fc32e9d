"""Messages that are written now and sent at a set time, with the rights of that time."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from channels import policy
from channels.errors import Codes, Refusal
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found
from channels.talk.chats import standing_in
from channels.talk.facts import LaterChanged
from channels.talk.inputs import NewMessage, NewScheduledMessage
from channels.talk.messages import cleaned, send_message, wrong
from channels.talk.model import Nothing, OneScheduledMessage, ScheduledMessages

AHEAD = timedelta(days=366)
MOST = 50  # of one person
DUE = 50  # in one read


async def schedule(
    desk: Desk, person: int, chat: int, asked: NewScheduledMessage, key: str | None
) -> OneScheduledMessage:
    """Stores a message to send later.

    Raises NOT_FOUND, MAY_NOT_WRITE_TO, NOT_IN_THE_FUTURE, TOO_MANY_WAITING_MESSAGES.
    """
    text = cleaned(asked.text)

    async def work(tx: Tx) -> OneScheduledMessage:
        if not policy.writes_in_chat(await standing_in(tx, person, chat)):
            raise Refusal(Codes.MAY_NOT_WRITE_TO)
        now = desk.clock.now()
        if not now < asked.at < now + AHEAD:
            raise wrong("at", Codes.NOT_IN_THE_FUTURE)
        if await tx.scheduled.count(person) >= MOST:  # locks, so that no other request of this person counts meanwhile
            raise Refusal(Codes.TOO_MANY_WAITING_MESSAGES)
        body = NewMessage(text=text, reply_to=asked.reply_to, mentions=asked.mentions)
        number = await tx.scheduled.add(chat, person, body, asked.at, now)
        await _tell(tx, person, chat)
        return OneScheduledMessage(message=await tx.scheduled.one(number))

    return await desk.write(OneScheduledMessage, work, person=person, key=key, about=("later", chat), body=asked)


async def waiting(store: Store, person: int, chat: int) -> ScheduledMessages:
    """Returns the person's waiting messages in this chat, the next first, with those that could not be sent."""
    async with store.read() as tx:
        await standing_in(tx, person, chat)
        return ScheduledMessages(messages=await tx.scheduled.listed(person, chat))


async def drop(desk: Desk, person: int, number: int, key: str | None) -> Nothing:
    """Deletes a waiting message. Raises NOT_FOUND if it is not one's own or is no longer there."""

    async def work(tx: Tx) -> Nothing:
        chat = await tx.scheduled.drop(number, person)
        if chat is None:
            raise not_found()
        await _tell(tx, person, chat)
        return Nothing()

    return await desk.write(Nothing, work, person=person, key=key, about=("drop_later", number), body=Nothing())


async def send_due(desk: Desk) -> None:
    """Sends due messages. Many processes may do it at once: the key makes each message go only once."""
    async with desk.store.read() as tx:
        due = await tx.scheduled.due(desk.clock.now(), DUE)
    for number, person, chat, body in due:
        try:
            await send_message(desk, person, chat, body, f"later-{number}", paced=False)
            refused = None
        except Refusal as refusal:
            if refusal.code in (Codes.UNAVAILABLE, Codes.TOO_MANY_WAITING):
                raise
            refused = refusal.code.name
        settled = _settle(number, person, chat, refused)
        await desk.write(Nothing, settled, person=person, key=None, about=("settle_later", number), body=Nothing())


def _settle(number: int, person: int, chat: int, refused: str | None) -> Callable[[Tx], Awaitable[Nothing]]:
    async def work(tx: Tx) -> Nothing:
        await tx.scheduled.settle(number, refused)
        await _tell(tx, person, chat)
        return Nothing()

    return work


async def _tell(tx: Tx, person: int, chat: int) -> None:
    await tx.append(ChannelName(f"person:{person}"), person, LaterChanged(chat=chat))
