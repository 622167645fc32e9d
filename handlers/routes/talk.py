"""Chats, messages, groups."""

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
    OpenChat,
    OpenClassChat,
    RoleChange,
    SchoolInvitation,
)
from channels.talk.model import (
    Chats,
    Contacts,
    FoundGroups,
    Hits,
    HoursInChat,
    Invitations,
    JoinRequests,
    JointSchools,
    LaterMessages,
    MessageHistory,
    Messages,
    Mine,
    Nothing,
    OfficeHours,
    OneChat,
    OneLaterMessage,
    OneMessage,
    Pins,
    Seen,
)
from channels.talk.search import Query
from handlers.rest.joint import JointHandlers
from handlers.rest.later import LaterHandlers
from handlers.rest.talk import GroupHandlers, Page, TalkHandlers
from handlers.routing import Access, Route


def talk(talk: TalkHandlers, groups: GroupHandlers, joint: JointHandlers, later: LaterHandlers) -> list[Route]:
    return [*_chats(talk), *_messages(talk), *_later(later), *_groups(groups), *_joint(joint)]


def _later(later: LaterHandlers) -> list[Route]:
    waiting, hours = "/api/chats/{chat}/later", "/api/me/office-hours"
    return [
        Route("GET", waiting, later.later_messages, "My messages that wait", Access.CHAT, LaterMessages),
        Route(
            "POST", waiting, later.send_later, "Send at a time", Access.CHAT, OneLaterMessage, LaterMessage, status=201
        ),
        Route("DELETE", "/api/later/{later}", later.drop_later, "Do not send it", Access.CHAT, Nothing),
        Route("GET", hours, later.my_hours, "When I am there for messages", Access.SIGNED_IN, OfficeHours),
        Route("PUT", hours, later.set_hours, "Say it anew", Access.SIGNED_IN, OfficeHours, NewHours),
        Route(
            "GET", "/api/chats/{chat}/office-hours", later.hours_in_chat, "When others are", Access.CHAT, HoursInChat
        ),
    ]


def _chats(talk: TalkHandlers) -> list[Route]:
    return [
        Route("GET", "/api/contacts", talk.contacts, "Whom I may write to", Access.SIGNED_IN, Contacts),
        Route("GET", "/api/chats", talk.chats, "My chats", Access.SIGNED_IN, Chats),
        Route("POST", "/api/chats", talk.open_private_chat, "Open a private chat", Access.CONTACT, OneChat, OpenChat),
        Route("GET", "/api/chats/{chat}", talk.chat, "One of my chats", Access.CHAT, OneChat),
        Route("PATCH", "/api/chats/{chat}/mine", talk.change_mine, "What I keep of it", Access.CHAT, Mine, MineChange),
        Route("POST", "/api/chats/{chat}/seen", talk.mark_seen, "I have read up to here", Access.CHAT, Seen, NewSeen),
    ]


def _messages(talk: TalkHandlers) -> list[Route]:
    one = "/api/chats/{chat}/messages/{offset}"
    return [
        Route(
            "GET",
            "/api/chats/{chat}/messages",
            talk.history,
            "Messages, a page at a time",
            Access.CHAT,
            Messages,
            query=Page,
        ),
        Route(
            "POST",
            "/api/chats/{chat}/messages",
            talk.send_message,
            "Send a message",
            Access.CHAT,
            OneMessage,
            NewMessage,
            status=201,
        ),
        Route(
            "POST",
            "/api/chats/{chat}/forward",
            talk.forward_message,
            "Say here what stands elsewhere",
            Access.CHAT,
            OneMessage,
            Forward,
            status=201,
        ),
        Route("GET", "/api/chats/{chat}/export", talk.export, "The chat as a text file", Access.CHAT),
        Route("GET", "/api/search", talk.search, "Find messages", Access.SIGNED_IN, Hits, query=Query),
        Route("PATCH", one, talk.edit_message, "Change my message", Access.CHAT, OneMessage, Edit),
        Route("POST", f"{one}/withdraw", talk.withdraw_message, "Withdraw my message", Access.CHAT, Nothing),
        Route("GET", f"{one}/history", talk.message_history, "What it said before", Access.CHAT, MessageHistory),
        Route("PUT", f"{one}/vote", talk.vote, "Choose in a poll", Access.CHAT, OneMessage, NewVote),
        Route("POST", f"{one}/close", talk.close_poll, "Close a poll", Access.CHAT, OneMessage),
        Route("PUT", f"{one}/reaction", talk.react, "A word in reply", Access.CHAT, OneMessage, NewReaction),
        Route("PUT", f"{one}/pin", talk.pin, "Keep it in sight, or no longer", Access.CHAT, Pins, NewPin),
    ]


def _groups(groups: GroupHandlers) -> list[Route]:
    one, member = "/api/groups/{group}", "/api/groups/{group}/members/{person}"
    asker = "/api/groups/{group}/requests/{person}"
    return [
        Route("GET", "/api/groups", groups.found, "Interest groups I can find", Access.SIGNED_IN, FoundGroups),
        Route("POST", "/api/groups", groups.open_group, "Open a group", Access.SCHOOL, OneChat, NewGroup, status=201),
        Route(
            "POST",
            "/api/classes/{class}/chat",
            groups.open_class_chat,
            "The chat of a class's families or students",
            Access.CLASS,
            OneChat,
            OpenClassChat,
        ),
        Route("PATCH", one, groups.change_group, "Change a group", Access.GROUP, OneChat, GroupChange),
        Route("POST", f"{one}/members", groups.add_members, "Bring people in", Access.GROUP, OneChat, NewMembers),
        Route("PATCH", member, groups.change_role, "Another role, or out", Access.GROUP, Nothing, RoleChange),
        Route("POST", f"{one}/leave", groups.leave, "Go out of a group", Access.GROUP, Nothing),
        Route("POST", f"{one}/join", groups.join, "Come in, or ask to", Access.GROUP, Nothing, NewJoinRequest),
        Route("GET", f"{one}/requests", groups.requests, "Who wants to come in", Access.GROUP, JoinRequests),
        Route("POST", asker, groups.answer, "Let in who asked, or not", Access.GROUP, Nothing, JoinAnswer),
    ]


def _joint(joint: JointHandlers) -> list[Route]:
    of_group, of_school = "/api/groups/{group}/schools", "/api/schools/{school}/invitations"
    group, school = Access.GROUP, Access.SCHOOL
    return [
        Route("GET", of_group, joint.joint_schools, "Schools that may come in", group, JointSchools),
        Route("PUT", of_group, joint.invite_school, "Invite one, or no longer", group, JointSchools, SchoolInvitation),
        Route("GET", of_school, joint.invitations, "Groups of others we are invited to", school, Invitations),
        Route(
            "PUT",
            f"{of_school}/{{group}}",
            joint.answer_invitation,
            "Come in, or go out",
            school,
            Invitations,
            InvitationAnswer,
        ),
    ]
