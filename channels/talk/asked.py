"""What clients ask of chats and messages (docs/PROTOCOL.md)."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from channels.policy import ChatRole, Openness, Posting
from channels.talk.model import Audience, Reaction
from channels.types import NO_CONTROLS, Id, Input, Words


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
