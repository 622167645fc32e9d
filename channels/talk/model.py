"""Shapes of chats, as stored, told and shown (docs/PROTOCOL.md)."""

from enum import StrEnum
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


class Reaction(StrEnum):
    """Words that stand for twenty messages of thanks."""

    THANKS = "thanks"
    GOT_IT = "got_it"
    WILL_BE = "will_be"
    QUESTION = "question"


class Reacted(Shape):
    person: Id
    reaction: Reaction


class Withdrawn(Shape):
    by: Id
    at: Moment


class Message(Shape):
    """`offset` is that of its publication, and what it is called by in its chat. A withdrawn one has no text."""

    id: Id
    chat: Id
    offset: int
    author: Id
    text: str
    sent_at: Moment
    key: str | None
    reply_to: int | None = None
    mentions: list[Id] = []
    revision: int = 1
    edited_at: Moment | None = None
    withdrawn: Withdrawn | None = None
    reactions: list[Reacted] = []


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
    pinned: list[int]


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


class MessageRevision(Shape):
    revision: int
    text: str
    at: Moment


class MessageHistory(Shape):
    """What stood before, the first text first; what stands now is not among them."""

    message: Message
    before: list[MessageRevision]


class Pins(Shape):
    pinned: list[int]


class Seen(Shape):
    seen: int


class Nothing(Shape):
    """It is done, and there is nothing to say of it."""


# What is asked for


class OpenChat(Input):
    person: Id


Offset = Annotated[int, Field(ge=0, lt=2**53)]
Text = Annotated[str, Field(max_length=8000)]
Mentions = Annotated[list[Id], Field(max_length=50)]


class NewMessage(Input):
    text: Text
    reply_to: Offset | None = None
    mentions: Mentions = []


class Edit(Input):
    revision: Annotated[int, Field(ge=1, lt=2**31)]
    text: Text
    mentions: Mentions = []


class NewReaction(Input):
    """None takes the reaction back."""

    reaction: Annotated[Reaction, Field(strict=False)] | None


class NewPin(Input):
    pinned: bool


class NewSeen(Input):
    offset: Offset


# What is published


class MessageSent(Shape):
    type: Literal["message"] = "message"
    message: Message


class MessageEdited(Shape):
    type: Literal["message_edited"] = "message_edited"
    message: Message


class MessageWithdrawn(Shape):
    """Stands in the archive in place of the message and its edits, too. `taken_back`: as if it had never been."""

    type: Literal["message_withdrawn"] = "message_withdrawn"
    message: Message
    taken_back: bool


class MessageReacted(Shape):
    type: Literal["message_reacted"] = "message_reacted"
    offset: int
    person: Id
    reaction: Reaction | None


class MessagePinned(Shape):
    type: Literal["message_pinned"] = "message_pinned"
    offset: int
    pinned: bool


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
