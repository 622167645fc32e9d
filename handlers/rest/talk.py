"""Chats and messages."""

from dataclasses import dataclass
from typing import Annotated, Self

from aiohttp import web
from pydantic import Field, model_validator

from channels.store import Desk
from channels.talk import chats, edits, export, forwarding, groups, messages, search
from channels.talk.asked import (
    Edit,
    Forward,
    GroupChange,
    JoinAnswer,
    MineChange,
    NewGroup,
    NewJoinRequest,
    NewMembers,
    NewMessage,
    NewPin,
    NewReaction,
    NewSeen,
    NewVote,
    Offset,
    OpenChat,
    OpenClassChat,
    RoleChange,
)
from channels.talk.model import (
    Chats,
    Contacts,
    FoundGroups,
    Hits,
    JoinRequests,
    MessageHistory,
    Messages,
    Mine,
    Nothing,
    OneChat,
    OneMessage,
    Pins,
    Seen,
)
from channels.talk.search import Query
from channels.types import AskedDay, Input
from handlers.routing import Call


class Page(Input):
    before: Offset | None = None
    after: Offset | None = None
    around: Offset | None = None
    day: AskedDay | None = None
    limit: Annotated[int, Field(ge=1, le=messages.PAGE)] = 50

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if sum(given is not None for given in (self.before, self.after, self.around, self.day)) > 1:
            raise ValueError("one of before, after, around, day")
        return self

    @property
    def place(self) -> messages.Place:
        return messages.Place(self.before, self.after, self.around, self.day)


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
        return await messages.history(self.desk, call.person, call.ids["chat"], call.query.place, call.query.limit)

    async def export(self, call: Call) -> web.StreamResponse:
        """A text file that is written as it is taken."""
        chat = call.ids["chat"]
        pages = export.export(self.desk, call.person, chat)
        first = await anext(pages)  # a refusal comes before anything is sent
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/plain; charset=utf-8",
                "Content-Disposition": f'attachment; filename="chat-{chat}.txt"',
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
            }
        )
        await response.prepare(call.request)
        await response.write(first.encode())
        async for page in pages:
            await response.write(page.encode())
        await response.write_eof()
        return response

    async def search(self, call: Call) -> Hits:
        assert isinstance(call.query, Query)
        return await search.search(self.desk, call.person, call.query)

    async def forward_message(self, call: Call) -> OneMessage:
        assert isinstance(call.body, Forward)
        return await forwarding.forward_message(self.desk, call.person, call.ids["chat"], call.body, call.key)

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

    async def vote(self, call: Call) -> OneMessage:
        assert isinstance(call.body, NewVote)
        return await edits.vote(self.desk, call.person, *_message(call), call.body)

    async def close_poll(self, call: Call) -> OneMessage:
        return await edits.close_poll(self.desk, call.person, *_message(call), call.key)

    async def pin(self, call: Call) -> Pins:
        assert isinstance(call.body, NewPin)
        return await edits.pin(self.desk, call.person, *_message(call), call.body)

    async def chat(self, call: Call) -> OneChat:
        return await chats.chat(self.desk.store, call.person, call.ids["chat"])

    async def change_mine(self, call: Call) -> Mine:
        assert isinstance(call.body, MineChange)
        return await chats.change_mine(self.desk, call.person, call.ids["chat"], call.body)


@dataclass(frozen=True)
class GroupHandlers:
    desk: Desk

    async def found(self, call: Call) -> FoundGroups:
        return await groups.found(self.desk.store, call.person)

    async def open_group(self, call: Call) -> OneChat:
        assert isinstance(call.body, NewGroup)
        return await groups.open_group(self.desk, call.person, call.body, call.key)

    async def open_class_chat(self, call: Call) -> OneChat:
        assert isinstance(call.body, OpenClassChat)
        return await groups.open_class_chat(self.desk, call.person, call.ids["class"], call.body, call.key)

    async def change_group(self, call: Call) -> OneChat:
        assert isinstance(call.body, GroupChange)
        return await groups.change_group(self.desk, call.person, call.ids["group"], call.body, call.key)

    async def add_members(self, call: Call) -> OneChat:
        assert isinstance(call.body, NewMembers)
        return await groups.add_members(self.desk, call.person, call.ids["group"], call.body, call.key)

    async def change_role(self, call: Call) -> Nothing:
        assert isinstance(call.body, RoleChange)
        return await groups.change_role(
            self.desk, call.person, call.ids["group"], call.ids["person"], call.body, call.key
        )

    async def leave(self, call: Call) -> Nothing:
        return await groups.leave(self.desk, call.person, call.ids["group"], call.key)

    async def join(self, call: Call) -> Nothing:
        assert isinstance(call.body, NewJoinRequest)
        return await groups.join(self.desk, call.person, call.ids["group"], call.body, call.key)

    async def requests(self, call: Call) -> JoinRequests:
        return await groups.requests(self.desk.store, call.person, call.ids["group"])

    async def answer(self, call: Call) -> Nothing:
        assert isinstance(call.body, JoinAnswer)
        return await groups.answer(self.desk, call.person, call.ids["group"], call.ids["person"], call.body, call.key)


def _message(call: Call) -> tuple[int, int]:
    return call.ids["chat"], call.ids["offset"]
