"""What clients ask of chats and messages (docs/PROTOCOL.md)."""

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
    """With a `poll` the text is the question."""

    text: Text
    checked_later = frozenset({"text"})
    reply_to: Offset | None = None
    mentions: Mentions = []
    files: Annotated[list[Id], Field(max_length=10)] = []
    poll: NewPoll | None = None


class NewVote(Input):
    """Places among the options, from 0; none of them takes the vote back."""

    choices: Annotated[list[Annotated[int, Field(ge=0, le=9)]], Field(max_length=10)]


class LaterMessage(Input):
    """Files do not wait: they are swept away when they are not sent within a day."""

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
    """All of them anew; none takes them back."""

    hours: Annotated[list[NewHour], Field(max_length=28)]
    note: Words = ""


class SchoolInvitation(Input):
    school: Id
    invited: bool


class InvitationAnswer(Input):
    accept: bool


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


PAGE = 100  # messages at most in one answer


class Page(Input):
    """Which part of a chat: the newest below `before`, those after `after`, those around an offset or a day."""

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
