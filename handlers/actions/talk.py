"""Chats, messages, groups."""

from aiohttp import web

from channels.store import Desk
from channels.talk import chats, edits, export, forwarding, groups, hours, messages, scheduled, search, shared_groups
from handlers.actions.action import Access, Action

_CHAT = "/api/chats/{chat}"
_MESSAGE = f"{_CHAT}/messages/{{offset}}"
_GROUP = "/api/groups/{group}"
_MEMBER = f"{_GROUP}/members/{{person}}"
_ASKER = f"{_GROUP}/requests/{{person}}"
_INVITATIONS = "/api/schools/{school}/group-invitations"
_HOURS = "/api/me/office-hours"


async def export_chat(request: web.Request, desk: Desk, person: int, chat: int) -> web.StreamResponse:
    """Sends the chat as a text file, written while the client reads it."""
    pages = export.export(desk, person, chat)
    first = await anext(pages)  # a refusal comes before anything is sent
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Disposition": f'attachment; filename="chat-{chat}.txt"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
    )
    await response.prepare(request)
    await response.write(first.encode())
    async for page in pages:
        await response.write(page.encode())
    await response.write_eof()
    return response


CHATS = (
    Action("contacts", "GET", "/api/contacts", Access.SIGNED_IN, "Whom I may write to", chats.contacts),
    Action("chats", "GET", "/api/chats", Access.SIGNED_IN, "My chats", chats.chats),
    Action("open_private_chat", "POST", "/api/chats", Access.CONTACT, "Open a private chat", chats.open_private_chat),
    Action("chat", "GET", _CHAT, Access.CHAT, "One of my chats", chats.chat),
    Action("change_mine", "PATCH", f"{_CHAT}/mine", Access.CHAT, "What I keep of it", chats.change_mine),
    Action("mark_seen", "POST", f"{_CHAT}/seen", Access.CHAT, "I have read up to here", messages.mark_seen),
    Action("typing", "POST", f"{_CHAT}/typing", Access.CHAT, "I am writing", messages.typing),
)

MESSAGES = (
    Action("history", "GET", f"{_CHAT}/messages", Access.CHAT, "Messages, a page at a time", messages.history),
    Action(
        "send_message", "POST", f"{_CHAT}/messages", Access.CHAT, "Send a message", messages.send_message, status=201
    ),
    Action(
        "forward_message",
        "POST",
        f"{_CHAT}/forward",
        Access.CHAT,
        "Say here what stands elsewhere",
        forwarding.forward_message,
        status=201,
    ),
    Action("export", "GET", f"{_CHAT}/export", Access.CHAT, "The chat as a text file", export_chat),
    Action("search", "GET", "/api/search", Access.SIGNED_IN, "Find messages", search.search),
    Action("edit_message", "PATCH", _MESSAGE, Access.CHAT, "Change my message", edits.edit_message),
    Action(
        "withdraw_message", "POST", f"{_MESSAGE}/withdraw", Access.CHAT, "Withdraw my message", edits.withdraw_message
    ),
    Action("message_history", "GET", f"{_MESSAGE}/history", Access.CHAT, "What it said before", edits.message_history),
    Action("vote", "PUT", f"{_MESSAGE}/vote", Access.CHAT, "Choose in a poll", edits.vote),
    Action("close_poll", "POST", f"{_MESSAGE}/close", Access.CHAT, "Close a poll", edits.close_poll),
    Action("react", "PUT", f"{_MESSAGE}/reaction", Access.CHAT, "A word in reply", edits.react),
    Action("pin", "PUT", f"{_MESSAGE}/pin", Access.CHAT, "Keep it in sight, or no longer", edits.pin),
)

LATER = (
    Action("later_messages", "GET", f"{_CHAT}/later", Access.CHAT, "My messages that wait", scheduled.waiting),
    Action("send_later", "POST", f"{_CHAT}/later", Access.CHAT, "Send at a time", scheduled.schedule, status=201),
    Action("drop_later", "DELETE", "/api/later/{later}", Access.CHAT, "Do not send it", scheduled.drop),
    Action("my_hours", "GET", _HOURS, Access.SIGNED_IN, "When I am there for messages", hours.mine),
    Action("set_hours", "PUT", _HOURS, Access.SIGNED_IN, "Say it anew", hours.set_mine),
    Action("hours_in_chat", "GET", f"{_CHAT}/office-hours", Access.CHAT, "When others are", hours.in_chat),
)

GROUPS = (
    Action("groups", "GET", "/api/groups", Access.SIGNED_IN, "Interest groups I can find", groups.found),
    Action("open_group", "POST", "/api/groups", Access.SCHOOL, "Open a group", groups.open_group, status=201),
    Action(
        "open_class_chat",
        "POST",
        "/api/classes/{class}/chat",
        Access.CLASS,
        "The chat of a class's families or students",
        groups.open_class_chat,
    ),
    Action("change_group", "PATCH", _GROUP, Access.GROUP, "Change a group", groups.change_group),
    Action("add_members", "POST", f"{_GROUP}/members", Access.GROUP, "Bring people in", groups.add_members),
    Action("change_role", "PATCH", _MEMBER, Access.GROUP, "Another role, or out", groups.change_role),
    Action("leave", "POST", f"{_GROUP}/leave", Access.GROUP, "Go out of a group", groups.leave),
    Action("join", "POST", f"{_GROUP}/join", Access.GROUP, "Come in, or ask to", groups.join),
    Action("join_requests", "GET", f"{_GROUP}/requests", Access.GROUP, "Who wants to come in", groups.requests),
    Action("answer_request", "POST", _ASKER, Access.GROUP, "Let in who asked, or not", groups.answer),
)

JOINT_GROUPS = (
    Action(
        "joint_schools", "GET", f"{_GROUP}/schools", Access.GROUP, "Schools that may come in", shared_groups.schools
    ),
    Action("invite_school", "PUT", f"{_GROUP}/schools", Access.GROUP, "Invite one, or no longer", shared_groups.invite),
    Action(
        "group_invitations",
        "GET",
        _INVITATIONS,
        Access.SCHOOL,
        "Groups of others we are invited to",
        shared_groups.invitations,
    ),
    Action(
        "answer_group_invitation",
        "PUT",
        f"{_INVITATIONS}/{{group}}",
        Access.SCHOOL,
        "Come in, or go out",
        shared_groups.answer,
    ),
)

TALK = (*CHATS, *MESSAGES, *LATER, *GROUPS, *JOINT_GROUPS)
