"""Chats, messages, groups."""

from collections.abc import Mapping

from pydantic import Field

from channels.talk import chats, edits, forwarding, groups, hours, joint, later, messages, search
from channels.talk.asked import (
    Edit,
    Forward,
    GroupChange,
    InvitationAnswer,
    JoinAnswer,
    LaterMessage,
    MineChange,
    NewGroup,
    NewHours,
    NewJoinRequest,
    NewMembers,
    NewMessage,
    NewPin,
    NewReaction,
    NewSeen,
    NewVote,
    Offset,
    OpenChat,
    OpenClassChat,
    RoleChange,
    SchoolInvitation,
)
from channels.talk.search import Query
from channels.types import Id, Input
from handlers.rest.talk import Page
from handlers.ws.commands.command import Command, Keyed, only
from handlers.ws.commands.schools import OfSchool


class OfChat(Input):
    chat: Id


class OfMessage(OfChat):
    offset: Offset


class OfGroup(Input):
    group: Id


class OfMember(OfGroup):
    person: Id


class OfClass(Input):
    class_: Id = Field(alias="class")


class InviteSchool(OfGroup, SchoolInvitation, Keyed):
    pass


class AnswerInvitation(OfSchool, OfGroup, InvitationAnswer, Keyed):
    pass


class OpenPrivateChat(OpenChat, Keyed):
    pass


class SendMessage(OfChat, NewMessage, Keyed):
    pass


class EditMessage(OfMessage, Edit, Keyed):
    pass


class WithdrawMessage(OfMessage, Keyed):
    pass


class React(OfMessage, NewReaction):
    pass


class Pin(OfMessage, NewPin):
    pass


class ReadMessageHistory(OfMessage):
    pass


class ForwardMessage(OfChat, Forward, Keyed):
    pass


class OpenGroup(NewGroup, Keyed):
    pass


class OpenChatOfClass(OfClass, OpenClassChat, Keyed):
    pass


class ChangeGroup(OfGroup, GroupChange, Keyed):
    pass


class AddMembers(OfGroup, NewMembers, Keyed):
    pass


class ChangeRole(OfMember, RoleChange, Keyed):
    pass


class Leave(OfGroup, Keyed):
    pass


class Join(OfGroup, NewJoinRequest, Keyed):
    pass


class AnswerRequest(OfMember, JoinAnswer, Keyed):
    pass


class ChangeMine(OfChat, MineChange):
    pass


class MarkSeen(OfChat, NewSeen):
    pass


class Typing(OfChat):
    pass


class CastVote(OfMessage, NewVote):
    pass


class ClosePoll(OfMessage, Keyed):
    pass


class SendLater(OfChat, LaterMessage, Keyed):
    pass


class DropLater(Keyed):
    later: Id


class History(OfChat, Page):
    pass


class Posting(NewMessage, Keyed):
    """What a client publishes into a chat."""


TALK: Mapping[str, Command] = {
    "open_private_chat": Command(
        OpenPrivateChat, lambda d, p, a: chats.open_private_chat(d, p, only(OpenChat, a), a.key)
    ),
    "send_message": Command(
        SendMessage, lambda d, p, a: messages.send_message(d, p, a.chat, only(NewMessage, a), a.key)
    ),
    "edit_message": Command(
        EditMessage, lambda d, p, a: edits.edit_message(d, p, a.chat, a.offset, only(Edit, a), a.key)
    ),
    "withdraw_message": Command(WithdrawMessage, lambda d, p, a: edits.withdraw_message(d, p, a.chat, a.offset, a.key)),
    "react": Command(React, lambda d, p, a: edits.react(d, p, a.chat, a.offset, only(NewReaction, a))),
    "vote": Command(CastVote, lambda d, p, a: edits.vote(d, p, a.chat, a.offset, only(NewVote, a))),
    "close_poll": Command(ClosePoll, lambda d, p, a: edits.close_poll(d, p, a.chat, a.offset, a.key)),
    "send_later": Command(SendLater, lambda d, p, a: later.later(d, p, a.chat, only(LaterMessage, a), a.key)),
    "later_messages": Command(OfChat, lambda d, p, a: later.waiting(d.store, p, a.chat)),
    "drop_later": Command(DropLater, lambda d, p, a: later.drop(d, p, a.later, a.key)),
    "my_hours": Command(Input, lambda d, p, a: hours.mine(d.store, p)),
    "set_hours": Command(NewHours, lambda d, p, a: hours.set_mine(d, p, a)),
    "hours_in_chat": Command(OfChat, lambda d, p, a: hours.in_chat(d.store, p, a.chat)),
    "pin": Command(Pin, lambda d, p, a: edits.pin(d, p, a.chat, a.offset, only(NewPin, a))),
    "message_history": Command(ReadMessageHistory, lambda d, p, a: edits.message_history(d.store, p, a.chat, a.offset)),
    "search": Command(Query, lambda d, p, a: search.search(d, p, a)),
    "forward_message": Command(
        ForwardMessage, lambda d, p, a: forwarding.forward_message(d, p, a.chat, only(Forward, a), a.key)
    ),
    "chat": Command(OfChat, lambda d, p, a: chats.chat(d.store, p, a.chat)),
    "change_mine": Command(ChangeMine, lambda d, p, a: chats.change_mine(d, p, a.chat, only(MineChange, a))),
    "groups": Command(Input, lambda d, p, a: groups.found(d.store, p)),
    "open_group": Command(OpenGroup, lambda d, p, a: groups.open_group(d, p, only(NewGroup, a), a.key)),
    "open_class_chat": Command(
        OpenChatOfClass, lambda d, p, a: groups.open_class_chat(d, p, a.class_, only(OpenClassChat, a), a.key)
    ),
    "change_group": Command(
        ChangeGroup, lambda d, p, a: groups.change_group(d, p, a.group, only(GroupChange, a), a.key)
    ),
    "add_members": Command(AddMembers, lambda d, p, a: groups.add_members(d, p, a.group, only(NewMembers, a), a.key)),
    "change_role": Command(
        ChangeRole, lambda d, p, a: groups.change_role(d, p, a.group, a.person, only(RoleChange, a), a.key)
    ),
    "leave": Command(Leave, lambda d, p, a: groups.leave(d, p, a.group, a.key)),
    "join": Command(Join, lambda d, p, a: groups.join(d, p, a.group, only(NewJoinRequest, a), a.key)),
    "joint_schools": Command(OfGroup, lambda d, p, a: joint.schools(d.store, p, a.group)),
    "invite_school": Command(
        InviteSchool, lambda d, p, a: joint.invite(d, p, a.group, only(SchoolInvitation, a), a.key)
    ),
    "invitations": Command(OfSchool, lambda d, p, a: joint.invitations(d.store, p, a.school)),
    "answer_invitation": Command(
        AnswerInvitation, lambda d, p, a: joint.answer(d, p, a.school, a.group, only(InvitationAnswer, a), a.key)
    ),
    "join_requests": Command(OfGroup, lambda d, p, a: groups.requests(d.store, p, a.group)),
    "answer_request": Command(
        AnswerRequest, lambda d, p, a: groups.answer(d, p, a.group, a.person, only(JoinAnswer, a), a.key)
    ),
    "typing": Command(Typing, lambda d, p, a: messages.typing(d, p, a.chat)),
    "mark_seen": Command(MarkSeen, lambda d, p, a: messages.mark_seen(d, p, a.chat, only(NewSeen, a))),
    "history": Command(
        History,
        lambda d, p, a: messages.history(d, p, a.chat, a.place, a.limit),
    ),
}
