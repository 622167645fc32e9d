"""What chats need from storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from channels.files.model import Attached
from channels.policy import Bond, ChatKind, ChatRole, Standing
from channels.talk.inputs import NewMessage
from channels.talk.model import (
    Audience,
    Chat,
    Contact,
    Forwarded,
    FoundGroup,
    Group,
    HoursOf,
    Invitation,
    JoinRequest,
    JointSchool,
    Later,
    Message,
    MessageRevision,
    Mine,
    OfficeHours,
    Poll,
    Reaction,
)

InChat = tuple[int, int]
"""A person and a chat."""


@dataclass(frozen=True)
class Tie:
    """One bond from a person to another, in a school, and how the other is introduced because of it."""

    bond: Bond
    school: int
    contact: Contact


@dataclass(frozen=True)
class NewChat:
    """Of two people, of a class, of a school event, or a group."""

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
    """What decides who may come into a group by themself."""

    kind: ChatKind
    school: int
    group: Group | None


class GroupStore(Protocol):
    async def facts(self, chat: int) -> GroupFacts | None: ...

    async def change(self, chat: int, group: Group) -> None: ...

    async def found(self, person: int, schools: Collection[int]) -> list[FoundGroup]:
        """The interest groups of these schools, by title, and whether this person is in them or has asked."""
        ...

    async def ask(self, chat: int, person: int, words: str, at: datetime) -> bool:
        """Whether that is new."""
        ...

    async def forget(self, chat: int, person: int) -> bool:
        """Takes a request away; whether there was one."""
        ...

    async def requests(self, chat: int) -> list[JoinRequest]:
        """The oldest first."""
        ...

    async def school_of_class(self, class_: int) -> int | None: ...


class ChatStore(Protocol):
    async def ties(self, person: int, other: int | None = None) -> Sequence[Tie]:
        """All that ties this person to others (or to that one), one entry a bond."""
        ...

    async def open(self, new: NewChat, at: datetime) -> tuple[int, bool]:
        """The chat of these two, of this class or event, and whether it was opened just now. A group is always new."""
        ...

    async def bonds(self, pairs: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], frozenset[Bond]]:
        """What ties each first person to the second; strangers are left out."""
        ...

    async def of_two(self, first: int, second: int) -> int | None:
        """The chat that these two have."""
        ...

    async def seat(self, chat: int, members: Mapping[int, ChatRole], at: datetime) -> None:
        """Makes them members, or gives members another role; their requests to come in are answered by that."""
        ...

    async def unseat(self, chat: int, person: int, at: datetime) -> None: ...

    async def seated(self, chat: int) -> Mapping[int, ChatRole]:
        """Those who were brought in, not those the roster puts there."""
        ...

    async def listed(self, person: int, chat: int | None = None) -> list[Chat]:
        """The chats this person is a member of (or that one), the last written first.

        A member's `seen` is filled for everybody, and nobody `writes`: both are not storage's to decide.
        """
        ...

    async def members(self, chats: Collection[int]) -> Mapping[int, frozenset[int]]:
        """Who is in each chat, as of now."""
        ...

    async def zone(self, chat: int) -> str:
        """The IANA zone of its school."""
        ...

    async def mine(self, chat: int, person: int) -> Mine: ...

    async def keep_mine(self, chat: int, person: int, mine: Mine) -> None: ...

    async def standings(self, asked: Collection[InChat]) -> Mapping[InChat, Standing]:
        """How persons stand in chats, as of now. Only those who are members: `Viewer.chats` says the same."""
        ...


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """`offset` is the number that its publication gets."""

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
    """Messages with all these words (letters and digits only), in these chats; `begun`: the last may go on.

    `before` is a message's id; days are those of the chat's school.
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
    """A new text, told at the offset `told_at` of the chat's channel."""

    text: str
    mentions: Sequence[int]
    told_at: int


InChannel = tuple[int, int]
"""A chat and an offset in it: what a message is called by."""


class MessageStore(Protocol):
    async def add(self, drafts: Sequence[MessageDraft], at: datetime) -> list[Message]:
        """Stores new messages; answers in the order given, which is the order of their ids.

        Their files are attached by the caller (`FileStore.attach`), in the same transaction.
        """
        ...

    async def page(self, chat: int, *, before: int | None, after: int | None, limit: int) -> list[Message]:
        """Ascending. With `after` those that follow it, else the newest below `before`."""
        ...

    async def first_on(self, chat: int, day: date) -> int | None:
        """The offset of the first message that was sent on that day or later."""
        ...

    async def found(self, asked: Collection[InChannel]) -> Mapping[InChannel, Message]:
        """Those of the messages that there are, but for the ones taken back."""
        ...

    async def edit(self, chat: int, offset: int, change: MessageChange, at: datetime) -> Message:
        """Puts a new text in the place of the present one, which is kept aside."""
        ...

    async def withdraw(
        self, chat: int, offset: int, by: int | None, at: datetime, *, taken_back: bool
    ) -> Sequence[int]:
        """Takes text and files away, and keeps the text aside. Answers the offsets of the publications that told it."""
        ...

    async def revisions(self, chat: int, offset: int) -> list[MessageRevision]:
        """What stood before, the first text first."""
        ...

    async def react(self, chat: int, offset: int, person: int, reaction: Reaction | None, at: datetime) -> bool:
        """Whether that changed anything."""
        ...

    async def vote(self, chat: int, offset: int, person: int, choices: Sequence[int], at: datetime) -> bool:
        """Whether that changed anything. Without choices the vote is taken back."""
        ...

    async def close_poll(self, chat: int, offset: int, at: datetime) -> None: ...

    async def pin(self, chat: int, offset: int, person: int, pinned: bool, at: datetime) -> bool:
        """Whether that changed anything."""
        ...

    async def pins(self, chat: int) -> list[int]:
        """Offsets, the first pinned first."""
        ...

    async def move_seen(self, chat: int, person: int, offset: int, at: datetime) -> tuple[int, bool]:
        """Where the person's seen position stands now, and whether it moved. Never back, never past the top."""
        ...


class LaterStore(Protocol):
    async def count(self, person: int) -> int: ...

    async def add(self, chat: int, person: int, body: NewMessage, send_at: datetime, at: datetime) -> int: ...

    async def one(self, number: int) -> Later: ...

    async def listed(self, person: int, chat: int) -> list[Later]: ...

    async def drop(self, number: int, person: int) -> int | None:
        """The chat of what was there."""
        ...

    async def due(self, at: datetime, limit: int) -> list[tuple[int, int, int, NewMessage]]:
        """Number, person, chat, message; the one that waits longest first."""
        ...

    async def settle(self, number: int, refused: str | None) -> None:
        """It has gone; or it stays, with why it could not."""
        ...

    async def hours(self, person: int) -> OfficeHours: ...

    async def set_hours(self, person: int, hours: OfficeHours, at: datetime) -> None: ...

    async def hours_in(self, chat: int) -> list[HoursOf]: ...


class JointStore(Protocol):
    async def leaders(self, school: int) -> list[int]:
        """Who leads it; nobody leads a school that there is not."""
        ...

    async def schools(self, chat: int) -> list[JointSchool]: ...

    async def invite(self, chat: int, school: int, person: int, at: datetime) -> bool:
        """Whether that is new."""
        ...

    async def invited(self, chat: int, school: int) -> bool: ...

    async def accept(self, chat: int, school: int, person: int, at: datetime) -> None: ...

    async def end(self, chat: int, school: int) -> None: ...

    async def invitations(self, school: int) -> list[Invitation]: ...

    async def chats_of(self, school: int) -> list[int]:
        """Groups that this school shares with others."""
        ...


class SearchStore(Protocol):
    async def find(self, wanted: Wanted, limit: int) -> list[Message]:
        """The newest first."""
        ...
