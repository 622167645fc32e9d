"""Facts about chats and messages (docs/PROTOCOL.md)."""

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
    """A withdrawal; it also replaces the message and its edits in the archive. `taken_back`: it leaves no trace."""

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
    """A vote. Empty `choices`: the vote was taken back."""

    type: Literal["poll_voted"] = "poll_voted"
    offset: int
    person: Id
    choices: list[int]


class PollClosed(Fact):
    type: Literal["poll_closed"] = "poll_closed"
    offset: int
    at: Moment


class LaterChanged(Fact):
    """Published to the person's own devices: a message waits for its time, was sent or could not be sent."""

    type: Literal["later_changed"] = "later_changed"
    chat: Id


class SeenMoved(Fact):
    type: Literal["seen"] = "seen"
    person: Id
    offset: int
    at: Moment


class OwnSeenMoved(Fact):
    """Published to the person's own devices."""

    type: Literal["seen"] = "seen"
    channel: ChannelName
    offset: int


class Typing(Fact):
    """Ephemera: sent without an offset to the present listeners."""

    type: Literal["typing"] = "typing"
    person: Id


class MembersChanged(Fact):
    """Ids of changed members. All readers get the same fact and ask who these members are to them."""

    type: Literal["members_changed"] = "members_changed"
    changed: list[Id]


class GroupChanged(Fact):
    type: Literal["group_changed"] = "group_changed"
    group: Group


class MineChanged(Fact):
    """Published to the person's own devices."""

    type: Literal["mine"] = "mine"
    channel: ChannelName
    mine: Mine


class JoinAsked(Fact):
    """Published to the group's moderators: somebody asks to join."""

    type: Literal["join_asked"] = "join_asked"
    chat: Id


class SchoolInvited(Fact):
    """Published to the leadership of a school that is invited into a group."""

    type: Literal["school_invited"] = "school_invited"
    school: Id


class ChatClosed(Fact):
    """Published to a person who is no longer in the chat."""

    type: Literal["chat_closed"] = "chat_closed"
    chat: Id


class ChatOpened(Fact):
    type: Literal["chat_opened"] = "chat_opened"
    chat: Id
    channel: ChannelName
