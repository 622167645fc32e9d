"""Every route under /api, in one flat table. The OpenAPI page and the rights test are made from it."""

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
from channels.talk.model import (
    Chats,
    Contacts,
    Edit,
    MessageHistory,
    Messages,
    NewMessage,
    NewPin,
    NewReaction,
    NewSeen,
    Nothing,
    OneChat,
    OneMessage,
    OpenChat,
    Pins,
    Seen,
)
from handlers.rest.gradebook import Days, GradebookHandlers, Week
from handlers.rest.login import Credentials, LoginHandlers, MyChanges, Token
from handlers.rest.talk import Page, TalkHandlers
from handlers.routing import Access, Route


def routes(login: LoginHandlers, gradebook: GradebookHandlers, talk: TalkHandlers) -> list[Route]:
    return [*_login(login), *_gradebook(gradebook), *_chats(talk), *_messages(talk)]


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
        Route("PATCH", one, talk.edit_message, "Change my message", Access.CHAT, OneMessage, Edit),
        Route("POST", f"{one}/withdraw", talk.withdraw_message, "Withdraw my message", Access.CHAT, Nothing),
        Route("GET", f"{one}/history", talk.message_history, "What it said before", Access.CHAT, MessageHistory),
        Route("PUT", f"{one}/reaction", talk.react, "A word in reply", Access.CHAT, OneMessage, NewReaction),
        Route("PUT", f"{one}/pin", talk.pin, "Keep it in sight, or no longer", Access.CHAT, Pins, NewPin),
    ]
