"""Chats and messages."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from channels.store import Desk
from channels.talk import chats, edits, messages
from channels.talk.model import (
    Chats,
    Contacts,
    Edit,
    MessageHistory,
    Messages,
    NewMessage,
    NewPin,
    NewReaction,
    NewSeen,
    Nothing,
    Offset,
    OneChat,
    OneMessage,
    OpenChat,
    Pins,
    Seen,
)
from channels.types import Input
from handlers.routing import Call


class Page(Input):
    before: Offset | None = None
    after: Offset | None = None
    limit: Annotated[int, Field(ge=1, le=messages.PAGE)] = 50


@dataclass(frozen=True)
class TalkHandlers:
    desk: Desk

    async def contacts(self, call: Call) -> Contacts:
        return await chats.contacts(self.desk.store, call.person)

    async def chats(self, call: Call) -> Chats:
        return await chats.chats(self.desk.store, call.person)

    async def open_private_chat(self, call: Call) -> OneChat:
        assert isinstance(call.body, OpenChat)
        return await chats.open_private_chat(self.desk, call.person, call.body, call.key)

    async def history(self, call: Call) -> Messages:
        assert isinstance(call.query, Page)
        return await messages.history(
            self.desk.store,
            call.person,
            call.ids["chat"],
            before=call.query.before,
            after=call.query.after,
            limit=call.query.limit,
        )

    async def send_message(self, call: Call) -> OneMessage:
        assert isinstance(call.body, NewMessage)
        return await messages.send_message(self.desk, call.person, call.ids["chat"], call.body, call.key)

    async def mark_seen(self, call: Call) -> Seen:
        assert isinstance(call.body, NewSeen)
        return await messages.mark_seen(self.desk, call.person, call.ids["chat"], call.body)

    async def edit_message(self, call: Call) -> OneMessage:
        assert isinstance(call.body, Edit)
        return await edits.edit_message(self.desk, call.person, *_message(call), call.body, call.key)

    async def withdraw_message(self, call: Call) -> Nothing:
        return await edits.withdraw_message(self.desk, call.person, *_message(call), call.key)

    async def message_history(self, call: Call) -> MessageHistory:
        return await edits.message_history(self.desk.store, call.person, *_message(call))

    async def react(self, call: Call) -> OneMessage:
        assert isinstance(call.body, NewReaction)
        return await edits.react(self.desk, call.person, *_message(call), call.body)

    async def pin(self, call: Call) -> Pins:
        assert isinstance(call.body, NewPin)
        return await edits.pin(self.desk, call.person, *_message(call), call.body)


def _message(call: Call) -> tuple[int, int]:
    return call.ids["chat"], call.ids["offset"]
