"""Ports of chats to storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from channels.files.model import Attached
from channels.policy import ChatKind, ChatRole, Relationship, Standing
from channels.talk.inputs import NewMessage
from channels.talk.model import (
    Audience,
    Chat,
    Contact,
    Forwarded,
    FoundGroup,
    Group,
    GroupInvitation,
    HoursOf,
    JoinRequest,
    JointSchool,
    Message,
    MessageRevision,
    Mine,
    OfficeHours,
    Poll,
    Reaction,
    ScheduledMessage,
)

InChat = tuple[int, int]
"""Ids of a person and a chat."""


@dataclass(frozen=True)
class RelatedContact:
    """A relationship of one person to another in a school, and the other as the contact list shows them."""

    relationship: Relationship
    school: int
    contact: Contact


@dataclass(frozen=True)
class NewChat:
    """A new chat: of two people, of a class, of a school event, or a group."""

    kind: ChatKind
    school: int
    pair: tuple[int, int] | None = None
    class_: int | None = None
    audience: Audience | None = None
    event: int | None = None
    group: Group | None = None
    members: Mapping[int, ChatRole] = field(default_factory=dict)


@dataclass(frozen=True)
class GroupFacts:
    """Facts that decide who may join a group by themselves."""

    kind: ChatKind
    school: int
    group: Group | None


class GroupStore(Protocol):
    async def facts(self, chat: int) -> GroupFacts | None: ...

    async def change(self, chat: int, group: Group) -> None: ...

    async def found(self, person: int, schools: Collection[int]) -> list[FoundGroup]:
        """Returns the interest groups of these schools, by title, with whether this person is in them or has asked."""
        ...

    async def ask(self, chat: int, person: int, words: str, at: datetime) -> bool:
        """Stores a request to join. False if there was one already."""
        ...

    async def forget(self, chat: int, person: int) -> bool:
        """Deletes a request to join. False if there was none."""
        ...

    async def requests(self, chat: int) -> list[JoinRequest]:
        """Returns the requests to join, the oldest first."""
        ...

    async def school_of_class(self, class_: int) -> int | None: ...


class ChatStore(Protocol):
    async def related(self, person: int, other: int | None = None) -> Sequence[RelatedContact]:
        """Returns the ties of this person to others (or to `other`), one entry for each relationship."""
        ...

    async def open(self, new: NewChat, at: datetime) -> tuple[int, bool]:
        """Opens the chat unless it exists; groups are always new. Returns its id, and True if it was opened now."""
        ...

    async def relationships(
        self, pairs: Collection[tuple[int, int]]
    ) -> Mapping[tuple[int, int], frozenset[Relationship]]:
        """Returns the relationships of each first person to the second; strangers are left out."""
        ...

    async def of_two(self, first: int, second: int) -> int | None:
        """Returns the chat of these two, or None."""
        ...

    async def seat(self, chat: int, members: Mapping[int, ChatRole], at: datetime) -> None:
        """Adds members, or gives members another role; deletes their requests to join."""
        ...

    async def unseat(self, chat: int, person: int, at: datetime) -> None: ...

    async def seated(self, chat: int) -> Mapping[int, ChatRole]:
        """Returns the members who were added or joined, without those who follow from the roster."""
        ...

    async def listed(self, person: int, chat: int | None = None) -> list[Chat]:
        """Returns the chats of which this person is a member (or only `chat`), the last written first.

        `seen` is filled for all members, and `writes` is False: storage does not decide rights.
        """
        ...

    async def members(self, chats: Collection[int]) -> Mapping[int, frozenset[int]]:
        """Returns the present members of each chat."""
        ...

    async def zone(self, chat: int) -> str:
        """Returns the IANA zone of the chat's school."""
        ...

    async def mine(self, chat: int, person: int) -> Mine: ...

    async def keep_mine(self, chat: int, person: int, mine: Mine) -> None: ...

    async def standings(self, asked: Collection[InChat]) -> Mapping[InChat, Standing]:
        """Returns present standings, only for pairs that are members; `Viewer.chats` must agree with this."""
        ...


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """A message to store. `offset` is the one its publication will get."""

    chat: int
    offset: int
    author: int
    text: str
    key: str | None
    reply_to: int | None = None
    mentions: Sequence[int] = ()
    forwarded: Forwarded | None = None
    files: Sequence[Attached] = ()
    poll: Poll | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search for messages in these chats with all these words (letters and digits only).

    `begun`: the last word may be only a beginning. `before` is a message's id; days are those of the chat's school.
    """

    words: Sequence[str]
    begun: bool
    chats: Collection[int]
    author: int | None
    since: date | None
    until: date | None
    before: int | None
    has_file: bool = False


@dataclass(frozen=True, slots=True)
class MessageChange:
    """A new text, published at the offset `told_at` of the chat's channel."""

    text: str
    mentions: Sequence[int]
    told_at: int


InChannel = tuple[int, int]
"""A chat and an offset in it, which identify a message."""


class MessageStore(Protocol):
    async def add(self, drafts: Sequence[MessageDraft], at: datetime) -> list[Message]:
        """Stores new messages; returns them in the order given, which is the order of their ids.

        The caller attaches their files in the same transaction (`FileStore.attach`).
        """
        ...

    async def page(self, chat: int, *, before: int | None, after: int | None, limit: int) -> list[Message]:
        """Returns messages, ascending: the first ones after `after`, else the newest below `before`."""
        ...

    async def first_on(self, chat: int, day: date) -> int | None:
        """Returns the offset of the first message sent on that day or later."""
        ...

    async def found(self, asked: Collection[InChannel]) -> Mapping[InChannel, Message]:
        """Returns the messages that exist, without those taken back."""
        ...

    async def edit(self, chat: int, offset: int, change: MessageChange, at: datetime) -> Message:
        """Replaces the text; keeps the old one as a revision."""
        ...

    async def withdraw(
        self, chat: int, offset: int, by: int | None, at: datetime, *, taken_back: bool
    ) -> Sequence[int]:
        """Removes text and files; keeps the text as a revision. Returns the offsets of publications with a text."""
        ...

    async def revisions(self, chat: int, offset: int) -> list[MessageRevision]:
        """Returns the earlier texts, the first one first."""
        ...

    async def react(self, chat: int, offset: int, person: int, reaction: Reaction | None, at: datetime) -> bool:
        """Sets the person's reaction, or removes it (None). False if that changes nothing."""
        ...

    async def vote(self, chat: int, offset: int, person: int, choices: Sequence[int], at: datetime) -> bool:
        """Sets the person's vote; without choices takes it back. False if that changes nothing."""
        ...

    async def close_poll(self, chat: int, offset: int, at: datetime) -> None: ...

    async def pin(self, chat: int, offset: int, person: int, pinned: bool, at: datetime) -> bool:
        """Pins or unpins a message. False if that changes nothing."""
        ...

    async def pins(self, chat: int) -> list[int]:
        """Returns the offsets of pinned messages, the first pinned first."""
        ...

    async def move_seen(self, chat: int, person: int, offset: int, at: datetime) -> tuple[int, bool]:
        """Moves the seen position, never back or past the top. Returns the new one, and True if it moved."""
        ...


class ScheduledStore(Protocol):
    async def count(self, person: int) -> int: ...

    async def add(self, chat: int, person: int, body: NewMessage, send_at: datetime, at: datetime) -> int: ...

    async def one(self, number: int) -> ScheduledMessage: ...

    async def listed(self, person: int, chat: int) -> list[ScheduledMessage]: ...

    async def drop(self, number: int, person: int) -> int | None:
        """Deletes a waiting message of this person. Returns its chat, or None if there was none."""
        ...

    async def due(self, at: datetime, limit: int) -> list[tuple[int, int, int, NewMessage]]:
        """Returns due messages as (number, person, chat, message), the one due longest first."""
        ...

    async def settle(self, number: int, refused: str | None) -> None:
        """Deletes a sent message; with `refused`, keeps it with the code of the refusal."""
        ...

    async def hours(self, person: int) -> OfficeHours: ...

    async def set_hours(self, person: int, hours: OfficeHours, at: datetime) -> None: ...

    async def hours_in(self, chat: int) -> list[HoursOf]: ...


class JointStore(Protocol):
    async def leaders(self, school: int) -> list[int]:
        """Returns the ids of the school's leadership; empty if the school does not exist."""
        ...

    async def schools(self, chat: int) -> list[JointSchool]: ...

    async def invite(self, chat: int, school: int, person: int, at: datetime) -> bool:
        """Stores an invitation. False if the school was invited already."""
        ...

    async def invited(self, chat: int, school: int) -> bool: ...

    async def accept(self, chat: int, school: int, person: int, at: datetime) -> None: ...

    async def end(self, chat: int, school: int) -> None: ...

    async def invitations(self, school: int) -> list[GroupInvitation]: ...

    async def chats_of(self, school: int) -> list[int]:
        """Returns the groups that this school shares with others."""
        ...


class SearchStore(Protocol):
    async def find(self, wanted: Wanted, limit: int) -> list[Message]:
        """Returns the messages found, the newest first."""
        ...
