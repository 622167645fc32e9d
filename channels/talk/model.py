"""Shapes of chats, as stored, told and shown (docs/PROTOCOL.md)."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from channels.files.model import Attached
from channels.gradebook.model import StatePosition
from channels.people import ClassRef, Name, PersonRef, Role
from channels.policy import ChatKind, ChatRole, Openness, Posting
from channels.publication import ChannelName
from channels.types import NO_CONTROLS, Id, Input, Moment, Shape, Words


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


# What is asked for


class OpenChat(Input):
    person: Id


class OpenClassChat(Input):
    audience: Annotated[Audience, Field(strict=False)]


Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=NO_CONTROLS)]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=NO_CONTROLS)]
Persons = Annotated[list[Id], Field(min_length=1, max_length=200)]


class NewGroup(Input):
    """With an openness it is an interest group."""

    school: Id
    title: Title
    description: Description = ""
    posting: Annotated[Posting, Field(strict=False)] = Posting.ALL
    openness: Annotated[Openness, Field(strict=False)] | None = None
    members: Annotated[list[Id], Field(max_length=200)] = []


class GroupChange(Input):
    """What is left out stays."""

    title: Title | None = None
    description: Description | None = None
    posting: Annotated[Posting, Field(strict=False)] | None = None
    openness: Annotated[Openness, Field(strict=False)] | None = None


class NewMembers(Input):
    persons: Persons


class MemberRole(StrEnum):
    """Those that are given; who supervises follows from the roster."""

    OWNER = ChatRole.OWNER.value
    MODERATOR = ChatRole.MODERATOR.value
    MEMBER = ChatRole.MEMBER.value


class RoleChange(Input):
    """None: out of the group."""

    role: Annotated[MemberRole, Field(strict=False)] | None


class NewJoinRequest(Input):
    words: Words = ""


class JoinAnswer(Input):
    accept: bool


class MineChange(Input):
    """What is left out stays."""

    muted: bool | None = None
    archived: bool | None = None
    draft: Annotated[str, Field(max_length=8000, pattern=NO_CONTROLS)] | None = None


Offset = Annotated[int, Field(ge=0, lt=2**53)]
Text = Annotated[str, Field(max_length=8000)]
Mentions = Annotated[list[Id], Field(max_length=50)]


class NewMessage(Input):
    text: Text
    reply_to: Offset | None = None
    mentions: Mentions = []
    files: Annotated[list[Id], Field(max_length=10)] = []


class Edit(Input):
    revision: Annotated[int, Field(ge=1, lt=2**31)]
    text: Text
    mentions: Mentions = []


class NewReaction(Input):
    """None takes the reaction back."""

    reaction: Annotated[Reaction, Field(strict=False)] | None


class Forward(Input):
    """The message at this offset of another chat."""

    source: Id
    offset: Offset


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


class MembersChanged(Shape):
    """Who they are to the reader is the reader's to ask: this goes to all of them alike."""

    type: Literal["members_changed"] = "members_changed"
    changed: list[Id]


class GroupChanged(Shape):
    type: Literal["group_changed"] = "group_changed"
    group: Group


class MineChanged(Shape):
    """To one's other devices."""

    type: Literal["mine"] = "mine"
    channel: ChannelName
    mine: Mine


class JoinAsked(Shape):
    """To those who look after the group: somebody wants to come in."""

    type: Literal["join_asked"] = "join_asked"
    chat: Id


class ChatClosed(Shape):
    """One is no longer in it."""

    type: Literal["chat_closed"] = "chat_closed"
    chat: Id


class ChatOpened(Shape):
    type: Literal["chat_opened"] = "chat_opened"
    chat: Id
    channel: ChannelName
