"""Every route under /api, in one flat table. The OpenAPI page and the rights test are made from it."""

from channels.files.model import Address, NewFile, Upload
from channels.gradebook.model import (
    Correction,
    Courses,
    Diary,
    Journal,
    MarkWithHistory,
    NewAttendances,
    NewMarks,
    OneMark,
    PostedMarks,
    RecordedAttendance,
    Withdrawal,
)
from channels.people import Me
from channels.schools import NewRule, Rules
from channels.talk.asked import (
    Edit,
    Forward,
    GroupChange,
    JoinAnswer,
    MineChange,
    NewGroup,
    NewJoinRequest,
    NewMembers,
    NewMessage,
    NewPin,
    NewReaction,
    NewSeen,
    OpenChat,
    OpenClassChat,
    RoleChange,
)
from channels.talk.model import (
    Chats,
    Contacts,
    FoundGroups,
    Hits,
    JoinRequests,
    MessageHistory,
    Messages,
    Mine,
    Nothing,
    OneChat,
    OneMessage,
    Pins,
    Seen,
)
from channels.talk.search import Query
from handlers.rest.files import UPLOAD_TYPE, FileHandlers
from handlers.rest.gradebook import Days, GradebookHandlers, Week
from handlers.rest.login import Credentials, LoginHandlers, MyChanges, Token
from handlers.rest.schools import SchoolHandlers
from handlers.rest.talk import GroupHandlers, Page, TalkHandlers
from handlers.routing import Access, Route


def routes(
    login: LoginHandlers,
    gradebook: GradebookHandlers,
    talk: TalkHandlers,
    groups: GroupHandlers,
    schools: SchoolHandlers,
    files: FileHandlers,
) -> list[Route]:
    return [
        *_login(login),
        *_gradebook(gradebook),
        *_chats(talk),
        *_messages(talk),
        *_groups(groups),
        *_schools(schools),
        *_files(files),
    ]


def _login(login: LoginHandlers) -> list[Route]:
    return [
        Route("POST", "/api/login", login.sign_in, "Sign in", Access.PUBLIC, Token, Credentials),
        Route("POST", "/api/logout", login.sign_out, "End this login and its sockets", Access.SIGNED_IN, status=204),
        Route(
            "POST",
            "/api/realtime/token",
            login.connection_token,
            "A connection token for the socket",
            Access.SIGNED_IN,
            Token,
        ),
        Route("GET", "/api/me", login.me, "Who I am", Access.SIGNED_IN, Me),
        Route("PATCH", "/api/me", login.change_me, "Change my settings", Access.SIGNED_IN, Me, MyChanges),
    ]


def _gradebook(gradebook: GradebookHandlers) -> list[Route]:
    return [
        Route(
            "GET",
            "/api/students/{student}/diary",
            gradebook.diary,
            "A week of a student's diary",
            Access.DIARY,
            Diary,
            query=Week,
        ),
        Route("GET", "/api/courses", gradebook.courses, "The courses whose journals I keep", Access.SIGNED_IN, Courses),
        Route(
            "GET",
            "/api/courses/{course}/journal",
            gradebook.journal,
            "The journal of a course",
            Access.JOURNAL,
            Journal,
            query=Days,
        ),
        Route(
            "POST",
            "/api/courses/{course}/marks",
            gradebook.post_marks,
            "Post marks, all or none",
            Access.JOURNAL,
            PostedMarks,
            NewMarks,
            status=201,
        ),
        Route(
            "POST",
            "/api/courses/{course}/attendance",
            gradebook.record_attendance,
            "Record attendance, all or none",
            Access.JOURNAL,
            RecordedAttendance,
            NewAttendances,
        ),
        Route(
            "GET",
            "/api/marks/{mark}",
            gradebook.mark_history,
            "A mark with its history",
            Access.JOURNAL,
            MarkWithHistory,
        ),
        Route(
            "PATCH", "/api/marks/{mark}", gradebook.correct_mark, "Correct a mark", Access.JOURNAL, OneMark, Correction
        ),
        Route(
            "POST",
            "/api/marks/{mark}/withdraw",
            gradebook.withdraw_mark,
            "Withdraw a mark",
            Access.JOURNAL,
            OneMark,
            Withdrawal,
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


def _schools(schools: SchoolHandlers) -> list[Route]:
    rules = "/api/schools/{school}/rules"
    return [
        Route("GET", rules, schools.rules, "Who may write to whom here", Access.SCHOOL, Rules),
        Route("PUT", rules, schools.set_rule, "Decide one of them", Access.SCHOOL, Rules, NewRule),
    ]


def _files(files: FileHandlers) -> list[Route]:
    one, access, any_type = "/api/files/{file}", Access.FILE, "application/octet-stream"
    return [
        Route(
            "POST",
            "/api/chats/{chat}/files",
            files.announce_file,
            "Begin to bring a file",
            Access.CHAT,
            Upload,
            NewFile,
            status=201,
        ),
        Route("PATCH", one, files.upload_file, "Bring the next bytes of it", access, Upload, raw=UPLOAD_TYPE),
        Route("HEAD", one, files.upload_progress, "How far it is", access),
        Route("DELETE", one, files.drop_file, "Give up a file that is not sent", access, Nothing),
        Route("GET", one, files.read_file, "A file, or a range of it", access, gives=any_type),
        Route("GET", f"{one}/preview", files.read_preview, "A small picture of it", access, gives="image/webp"),
        Route("POST", f"{one}/address", files.file_address, "An address for a minute", access, Address, status=201),
    ]
