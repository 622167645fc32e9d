"""Shapes of chats, as stored, told and shown (docs/PROTOCOL.md)."""

from typing import Annotated, Literal

from pydantic import Field

from channels.gradebook.model import StatePosition
from channels.people import ClassRef, Name, PersonRef, Role
from channels.policy import ChatKind
from channels.publication import ChannelName
from channels.types import Id, Input, Moment, Shape


class AboutChild(Shape):
    id: Id
    name: Name
    class_: ClassRef | None = Field(alias="class")


class About(Shape):
    """Who somebody is to the reader, one fact, without a sentence."""

    role: Role
    subject: str | None = None
    class_: str | None = Field(default=None, alias="class")
    relation: str | None = None
    child: AboutChild | None = None


class Contact(Shape):
    person: PersonRef
    about: list[About]
    chat: Id | None


class Contacts(Shape):
    contacts: list[Contact]


class Message(Shape):
    id: Id
    chat: Id
    offset: int
    author: Id
    text: str
    sent_at: Moment
    key: str | None


class Member(Shape):
    id: Id
    name: Name
    about: list[About]
    seen: int | None
    seen_at: Moment | None


class Chat(Shape):
    id: Id
    kind: ChatKind
    title: str | None  # of a group; a private chat is called after the other one
    channel: ChannelName
    members: list[Member]
    position: StatePosition
    unread: int
    seen: int
    last: Message | None


class Chats(Shape):
    chats: list[Chat]


class OneChat(Shape):
    chat: Chat


class OneMessage(Shape):
    message: Message


class Messages(Shape):
    messages: list[Message]
    more: bool
    position: StatePosition


class Seen(Shape):
    seen: int


class Nothing(Shape):
    """It is done, and there is nothing to say of it."""


# What is asked for


class OpenChat(Input):
    person: Id


class NewMessage(Input):
    text: Annotated[str, Field(max_length=8000)]


class NewSeen(Input):
    offset: Annotated[int, Field(ge=0, lt=2**53)]


# What is published


class MessageSent(Shape):
    type: Literal["message"] = "message"
    message: Message


class SeenMoved(Shape):
    type: Literal["seen"] = "seen"
    person: Id
    offset: int
    at: Moment


class OwnSeenMoved(Shape):
    """To one's other devices."""

    type: Literal["seen"] = "seen"
    channel: ChannelName
    offset: int


class Typing(Shape):
    """Told without an offset, to those who listen."""

    type: Literal["typing"] = "typing"
    person: Id


class ChatOpened(Shape):
    type: Literal["chat_opened"] = "chat_opened"
    chat: Id
    channel: ChannelName
