"""What is published of chats and messages (docs/PROTOCOL.md)."""

from typing import Literal

from channels.publication import ChannelName
from channels.talk.model import Group, Message, Mine, Reaction
from channels.types import Fact, Id, Moment


class MessageSent(Fact):
    type: Literal["message"] = "message"
    message: Message


class MessageEdited(Fact):
    type: Literal["message_edited"] = "message_edited"
    message: Message


class MessageWithdrawn(Fact):
    """Stands in the archive in place of the message and its edits, too. `taken_back`: as if it had never been."""

    type: Literal["message_withdrawn"] = "message_withdrawn"
    message: Message
    taken_back: bool


class MessageReacted(Fact):
    type: Literal["message_reacted"] = "message_reacted"
    offset: int
    person: Id
    reaction: Reaction | None


class MessagePinned(Fact):
    type: Literal["message_pinned"] = "message_pinned"
    offset: int
    pinned: bool


class PollVoted(Fact):
    """None of the choices: the vote was taken back."""

    type: Literal["poll_voted"] = "poll_voted"
    offset: int
    person: Id
    choices: list[int]


class PollClosed(Fact):
    type: Literal["poll_closed"] = "poll_closed"
    offset: int
    at: Moment


class LaterChanged(Fact):
    """To one's own devices: a message that waits for its time, has gone or could not go."""

    type: Literal["later_changed"] = "later_changed"
    chat: Id


class SeenMoved(Fact):
    type: Literal["seen"] = "seen"
    person: Id
    offset: int
    at: Moment


class OwnSeenMoved(Fact):
    """To one's other devices."""

    type: Literal["seen"] = "seen"
    channel: ChannelName
    offset: int


class Typing(Fact):
    """Told without an offset, to those who listen."""

    type: Literal["typing"] = "typing"
    person: Id


class MembersChanged(Fact):
    """Who they are to the reader is the reader's to ask: this goes to all of them alike."""

    type: Literal["members_changed"] = "members_changed"
    changed: list[Id]


class GroupChanged(Fact):
    type: Literal["group_changed"] = "group_changed"
    group: Group


class MineChanged(Fact):
    """To one's other devices."""

    type: Literal["mine"] = "mine"
    channel: ChannelName
    mine: Mine


class JoinAsked(Fact):
    """To those who look after the group: somebody wants to come in."""

    type: Literal["join_asked"] = "join_asked"
    chat: Id


class SchoolInvited(Fact):
    """To who leads the school that is invited into a group."""

    type: Literal["school_invited"] = "school_invited"
    school: Id


class ChatClosed(Fact):
    """One is no longer in it."""

    type: Literal["chat_closed"] = "chat_closed"
    chat: Id


class ChatOpened(Fact):
    type: Literal["chat_opened"] = "chat_opened"
    chat: Id
    channel: ChannelName
