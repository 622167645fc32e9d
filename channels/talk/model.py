"""Shapes of chats and messages, as they are stored and shown (docs/PROTOCOL.md)."""

from enum import StrEnum

from pydantic import Field

from channels.files.model import Attached
from channels.gradebook.model import StatePosition
from channels.people import ClassRef, Name, PersonRef, Role
from channels.policy import ChatKind, ChatRole, Openness, Posting
from channels.publication import ChannelName
from channels.types import Id, Moment, Shape


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
    """`kind`: of the chat that the two may have, or have."""

    person: PersonRef
    about: list[About]
    chat: Id | None
    kind: ChatKind


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


class Forwarded(Shape):
    """When it was first written, and by whom where that is for others to know."""

    author: Id | None
    sent_at: Moment


class Message(Shape):
    """`offset` is that of its publication, and what it is called by in its chat. A withdrawn one has no text.

    One with files may have none, too.
    """

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
    forwarded: Forwarded | None = None
    files: list[Attached] = []


class Audience(StrEnum):
    """Of a class's chat."""

    FAMILIES = "families"
    STUDENTS = "students"


class Member(Shape):
    id: Id
    name: Name
    role: ChatRole
    about: list[About]
    seen: int | None
    seen_at: Moment | None


class Group(Shape):
    """What a group is called and how it is kept. `openness` is that of an interest group."""

    title: str
    description: str
    posting: Posting
    openness: Openness | None


class Mine(Shape):
    """What a member keeps of a chat for themself, on all devices."""

    muted: bool
    archived: bool
    draft: str


class Chat(Shape):
    """`writes`: whether this person may write there now."""

    id: Id
    kind: ChatKind
    school: Id
    group: Group | None  # of groups; a chat of two is called after the other one
    class_: ClassRef | None = Field(alias="class")
    audience: Audience | None
    channel: ChannelName
    members: list[Member]
    position: StatePosition
    unread: int
    seen: int
    last: Message | None
    pinned: list[int]
    mine: Mine
    writes: bool


class FoundGroup(Shape):
    """An interest group as it is shown to who is not in it."""

    id: Id
    school: Id
    group: Group
    members: int
    joined: bool
    asked: bool


class FoundGroups(Shape):
    groups: list[FoundGroup]


class JoinRequest(Shape):
    person: PersonRef
    words: str
    at: Moment


class JoinRequests(Shape):
    requests: list[JoinRequest]


class Chats(Shape):
    chats: list[Chat]


class OneChat(Shape):
    chat: Chat


class OneMessage(Shape):
    message: Message


class Hits(Shape):
    """The newest first; `more`: there are older ones."""

    messages: list[Message]
    more: bool


class Messages(Shape):
    """`more`: there are older ones; `newer`: there are newer ones."""

    messages: list[Message]
    more: bool
    newer: bool
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
