"""Shapes of chats and messages (docs/PROTOCOL.md)."""

from enum import StrEnum

from pydantic import Field

from channels.files.model import Attached
from channels.gradebook.model import StatePosition
from channels.people import ClassRef, Name, PersonRef, Role, SchoolRef
from channels.policy import ChatKind, ChatRole, Openness, Posting
from channels.publication import ChannelName
from channels.types import Id, Moment, Shape

MOST_UNREAD = 100
"""Limit of unread counts: nobody reads a longer number, and counting must not cost more in a longer archive."""


class AboutChild(Shape):
    id: Id
    name: Name
    class_: ClassRef | None = Field(alias="class")


class About(Shape):
    """One fact about who somebody is to the reader, not yet in words."""

    role: Role
    subject: str | None = None
    class_: str | None = Field(default=None, alias="class")
    relation: str | None = None
    child: AboutChild | None = None


class Contact(Shape):
    """A contact. `kind` is that of the chat that the two have or may have."""

    person: PersonRef
    about: list[About]
    chat: Id | None
    kind: ChatKind


class Contacts(Shape):
    contacts: list[Contact]


class Reaction(StrEnum):
    """Reaction to a message; it saves twenty messages of thanks."""

    THANKS = "thanks"
    GOT_IT = "got_it"
    WILL_BE = "will_be"
    QUESTION = "question"


class Reacted(Shape):
    person: Id
    reaction: Reaction


class Withdrawn(Shape):
    """A withdrawal. `by` is None if the term for which the school keeps such messages has ended."""

    by: Id | None
    at: Moment


class Forwarded(Shape):
    """Origin of a forwarded message: when it was first sent, and its author if that is public."""

    author: Id | None
    sent_at: Moment


class Vote(Shape):
    """A vote. `choices` are indexes of the options, from 0."""

    person: Id
    choices: list[int]


class Poll(Shape):
    """A poll; all of the chat see the votes. It is over when `closed_at` is set or `closes_at` has passed."""

    options: list[str]
    multiple: bool
    closes_at: Moment | None
    closed_at: Moment | None = None
    votes: list[Vote] = []


class Message(Shape):
    """A message. `offset` is that of its publication, and identifies it in its chat.

    `text` is empty for a withdrawn message, and may be empty for one with files.
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


class ScheduledMessage(Shape):
    """A message that waits for its time. `refused` is the code of the refusal if it could not be sent then."""

    id: Id
    chat: Id
    text: str
    at: Moment
    refused: str | None


class OneScheduledMessage(Shape):
    message: ScheduledMessage


class ScheduledMessages(Shape):
    messages: list[ScheduledMessage]


class Hour(Shape):
    """One span of office hours. `day` is 1 Monday … 7 Sunday; times are like 09:00, in the school's zone."""

    day: int
    begins: str
    ends: str


class OfficeHours(Shape):
    """Office hours of one person. An empty list: they have set none."""

    hours: list[Hour]
    note: str


class HoursOf(OfficeHours):
    person: PersonRef


class HoursInChat(Shape):
    """Office hours of the members who have set any, and the zone of the chat's school."""

    zone: str
    people: list[HoursOf]


class JointState(StrEnum):
    """State of another school towards a group."""

    FREE = "free"  # it may be invited
    INVITED = "invited"
    JOINED = "joined"


class JointSchool(Shape):
    school: SchoolRef
    state: JointState


class JointSchools(Shape):
    schools: list[JointSchool]


class GroupInvitation(Shape):
    """GroupInvitation of a school into another school's group."""

    group: Id
    title: str
    description: str
    school: SchoolRef
    invited_by: PersonRef
    accepted: bool


class GroupInvitations(Shape):
    invitations: list[GroupInvitation]


class Audience(StrEnum):
    """Audience of a class's chat."""

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
    """Title and settings of a group. `openness` is set for interest groups only."""

    title: str
    description: str
    posting: Posting
    openness: Openness | None


class Mine(Shape):
    """A member's own settings and draft of a chat, the same on all their devices."""

    muted: bool
    archived: bool
    draft: str


class Chat(Shape):
    """A chat. `unread` counts messages of others, at most `MOST_UNREAD`; `writes`: this person may write there now."""

    id: Id
    kind: ChatKind
    school: Id
    group: Group | None  # only of groups; a chat of two is named after the other person
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
    """An interest group as people see it who look for one."""

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
    """Messages found, the newest first. `more`: there are older ones."""

    messages: list[Message]
    more: bool


class Messages(Shape):
    """A page of messages. `more`: there are older ones; `newer`: there are newer ones."""

    messages: list[Message]
    more: bool
    newer: bool
    position: StatePosition


class MessageRevision(Shape):
    revision: int
    text: str
    at: Moment


class MessageHistory(Shape):
    """A message and its earlier texts, the first one first, without the present one."""

    message: Message
    before: list[MessageRevision]


class Pins(Shape):
    pinned: list[int]


class Seen(Shape):
    seen: int


class Nothing(Shape):
    """The empty answer: the action is done."""
