"""Shapes of chats and messages, as they are stored and shown (docs/PROTOCOL.md)."""

from enum import StrEnum

from pydantic import Field

from channels.files.model import Attached
from channels.gradebook.model import StatePosition
from channels.people import ClassRef, Name, PersonRef, Role, SchoolRef
from channels.policy import ChatKind, ChatRole, Openness, Posting
from channels.publication import ChannelName
from channels.types import Id, Moment, Shape

MOST_UNREAD = 100
"""More are told as this many: nobody reads a longer number, and counting must not cost more in a longer archive."""


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
    """By nobody: the school keeps what is written there for a time that is over."""

    by: Id | None
    at: Moment


class Forwarded(Shape):
    """When it was first written, and by whom where that is for others to know."""

    author: Id | None
    sent_at: Moment


class Vote(Shape):
    """`choices`: places among the options, from 0."""

    person: Id
    choices: list[int]


class Poll(Shape):
    """Who has chosen what is seen by all of the chat. It is over when `closed_at` is set or `closes_at` has passed."""

    options: list[str]
    multiple: bool
    closes_at: Moment | None
    closed_at: Moment | None = None
    votes: list[Vote] = []


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
    poll: Poll | None = None


class Later(Shape):
    """A message that waits for its time. `refused`: the code of why it could not be sent then."""

    id: Id
    chat: Id
    text: str
    at: Moment
    refused: str | None


class OneLaterMessage(Shape):
    message: Later


class LaterMessages(Shape):
    messages: list[Later]


class Hour(Shape):
    """`day`: 1 Monday … 7 Sunday; `begins` and `ends` are times of the day, like 09:00, in the school's zone."""

    day: int
    begins: str
    ends: str


class OfficeHours(Shape):
    """When somebody is there for messages. Without hours: nothing is said."""

    hours: list[Hour]
    note: str


class HoursOf(OfficeHours):
    person: PersonRef


class HoursInChat(Shape):
    """Of those members who say when they are there, in the zone of the chat's school."""

    zone: str
    people: list[HoursOf]


class JointState(StrEnum):
    """How another school stands to a group."""

    FREE = "free"  # it may be invited
    INVITED = "invited"
    JOINED = "joined"


class JointSchool(Shape):
    school: SchoolRef
    state: JointState


class JointSchools(Shape):
    schools: list[JointSchool]


class Invitation(Shape):
    """Of a school into another one's group."""

    group: Id
    title: str
    description: str
    school: SchoolRef
    invited_by: PersonRef
    accepted: bool


class Invitations(Shape):
    invitations: list[Invitation]


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
    """`unread`: messages of others, at most `MOST_UNREAD`; `writes`: whether this person may write there now."""

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
