"""Inputs about chats and messages (docs/PROTOCOL.md)."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from channels.policy import ChatRole, Openness, Posting
from channels.talk.model import Audience, Reaction
from channels.types import NO_CONTROLS, AskedDay, AskedMoment, Id, Input, Words


class OpenChat(Input):
    person: Id


class OpenClassChat(Input):
    audience: Annotated[Audience, Field(strict=False)]


Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=NO_CONTROLS)]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=NO_CONTROLS)]
Persons = Annotated[list[Id], Field(min_length=1, max_length=200)]


class NewGroup(Input):
    """A new group. With an `openness` it is an interest group."""

    school: Id
    title: Title
    description: Description = ""
    posting: Annotated[Posting, Field(strict=False)] = Posting.ALL
    openness: Annotated[Openness, Field(strict=False)] | None = None
    members: Annotated[list[Id], Field(max_length=200)] = []


class GroupChange(Input):
    """Changes; omitted fields stay as they are."""

    title: Title | None = None
    description: Description | None = None
    posting: Annotated[Posting, Field(strict=False)] | None = None
    openness: Annotated[Openness, Field(strict=False)] | None = None


class NewMembers(Input):
    persons: Persons


class MemberRole(StrEnum):
    """Roles that moderators can give. Supervisors are not among them: they follow from the roster."""

    OWNER = ChatRole.OWNER.value
    MODERATOR = ChatRole.MODERATOR.value
    MEMBER = ChatRole.MEMBER.value


class RoleChange(Input):
    """A new role; None removes the member from the group."""

    role: Annotated[MemberRole, Field(strict=False)] | None


class NewJoinRequest(Input):
    words: Words = ""


class JoinAnswer(Input):
    accept: bool


class MineChange(Input):
    """Changes; omitted fields stay as they are."""

    muted: bool | None = None
    archived: bool | None = None
    draft: Annotated[str, Field(max_length=8000, pattern=NO_CONTROLS)] | None = None


Offset = Annotated[int, Field(ge=0, lt=2**53)]
Text = Annotated[str, Field(max_length=8000)]
Mentions = Annotated[list[Id], Field(max_length=50)]


Option = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=NO_CONTROLS)]


class NewPoll(Input):
    options: Annotated[list[Option], Field(min_length=2, max_length=10)]
    multiple: bool = False
    closes_at: AskedMoment | None = None

    @model_validator(mode="after")
    def _different(self) -> Self:
        if len(set(self.options)) < len(self.options):
            raise ValueError("each option once")
        return self


class NewMessage(Input):
    """A new message. With a `poll`, the text is its question."""

    text: Text
    checked_later = frozenset({"text"})
    reply_to: Offset | None = None
    mentions: Mentions = []
    files: Annotated[list[Id], Field(max_length=10)] = []
    poll: NewPoll | None = None


class NewVote(Input):
    """A vote: indexes of the options, from 0. An empty list takes the vote back."""

    choices: Annotated[list[Annotated[int, Field(ge=0, le=9)]], Field(max_length=10)]


class NewScheduledMessage(Input):
    """A message to send later. It has no files: those not sent within a day are deleted."""

    text: Text
    checked_later = frozenset({"text"})
    reply_to: Offset | None = None
    mentions: Mentions = []
    at: AskedMoment


class Edit(Input):
    revision: Annotated[int, Field(ge=1, lt=2**31)]
    text: Text
    checked_later = frozenset({"text"})
    mentions: Mentions = []


Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class NewHour(Input):
    day: Annotated[int, Field(ge=1, le=7)]
    begins: Clock
    ends: Clock

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.begins >= self.ends:
            raise ValueError("it ends after it begins, on the same day")
        return self


class NewHours(Input):
    """The complete new office hours; an empty list removes them."""

    hours: Annotated[list[NewHour], Field(max_length=28)]
    note: Words = ""


class SchoolInvitation(Input):
    school: Id
    invited: bool


class GroupInvitationAnswer(Input):
    accept: bool


class NewReaction(Input):
    """A reaction; None takes it back."""

    reaction: Annotated[Reaction, Field(strict=False)] | None


class Forward(Input):
    """The message to forward: its chat and offset."""

    source: Id
    offset: Offset


class NewPin(Input):
    pinned: bool


class NewSeen(Input):
    offset: Offset


PAGE = 100  # messages at most in one answer


class Page(Input):
    """Part of a chat: the newest messages below `before`, those after `after`, or those around an offset or a day."""

    before: Offset | None = None
    after: Offset | None = None
    around: Offset | None = None
    day: AskedDay | None = None
    limit: Annotated[int, Field(ge=1, le=PAGE)] = 50

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if sum(given is not None for given in (self.before, self.after, self.around, self.day)) > 1:
            raise ValueError("one of before, after, around, day")
        return self
