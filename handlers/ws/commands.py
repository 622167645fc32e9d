"""The socket's `rpc`: the same actions as REST, with path ids and the key inside the data."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from channels import schools
from channels.errors import Codes, Refusal
from channels.gradebook import attendance, diary, journal, marks
from channels.gradebook.model import Correction, NewAttendances, NewMarks, Withdrawal
from channels.schools import NewRule
from channels.store import Desk
from channels.talk import chats, edits, forwarding, groups, messages, search
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
    Offset,
    OpenChat,
    OpenClassChat,
    RoleChange,
)
from channels.talk.search import Query
from channels.types import Id, Input, Shape
from handlers.parse import parse_json
from handlers.rest.gradebook import Days, Week
from handlers.rest.talk import Page

Key = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,100}$")]


class Keyed(Input):
    key: Key | None = None


class OfCourse(Input):
    course: Id


class OfMark(Input):
    mark: Id


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


class OfSchool(Input):
    school: Id


class OfStudent(Input):
    student: Id


class PostMarks(OfCourse, NewMarks, Keyed):
    pass


class CorrectMark(OfMark, Correction, Keyed):
    pass


class WithdrawMark(OfMark, Withdrawal, Keyed):
    pass


class RecordAttendance(OfCourse, NewAttendances, Keyed):
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


class SetRule(OfSchool, NewRule, Keyed):
    pass


class MarkSeen(OfChat, NewSeen):
    pass


class Typing(OfChat):
    pass


class History(OfChat, Page):
    pass


class ReadDiary(OfStudent, Week):
    pass


class ReadJournal(OfCourse, Days):
    pass


class Posting(NewMessage, Keyed):
    """What a client publishes into a chat."""


Run = Callable[[Desk, int, Any], Awaitable[Shape]]


@dataclass(frozen=True)
class Command:
    body: type[Input]
    run: Run


def _only(model: type[Input], given: Input) -> Any:
    """The part of a command that is the action's own body: a key means the same by REST and by rpc."""
    return model.model_construct(
        given.model_fields_set & model.model_fields.keys(),
        **{name: getattr(given, name) for name in model.model_fields},
    )


COMMANDS: Mapping[str, Command] = {
    "post_marks": Command(PostMarks, lambda d, p, a: marks.post_marks(d, p, a.course, _only(NewMarks, a), a.key)),
    "correct_mark": Command(CorrectMark, lambda d, p, a: marks.correct_mark(d, p, a.mark, _only(Correction, a), a.key)),
    "withdraw_mark": Command(
        WithdrawMark, lambda d, p, a: marks.withdraw_mark(d, p, a.mark, _only(Withdrawal, a), a.key)
    ),
    "record_attendance": Command(
        RecordAttendance,
        lambda d, p, a: attendance.record_attendance(d, p, a.course, _only(NewAttendances, a), a.key),
    ),
    "open_private_chat": Command(
        OpenPrivateChat, lambda d, p, a: chats.open_private_chat(d, p, _only(OpenChat, a), a.key)
    ),
    "send_message": Command(
        SendMessage, lambda d, p, a: messages.send_message(d, p, a.chat, _only(NewMessage, a), a.key)
    ),
    "edit_message": Command(
        EditMessage, lambda d, p, a: edits.edit_message(d, p, a.chat, a.offset, _only(Edit, a), a.key)
    ),
    "withdraw_message": Command(WithdrawMessage, lambda d, p, a: edits.withdraw_message(d, p, a.chat, a.offset, a.key)),
    "react": Command(React, lambda d, p, a: edits.react(d, p, a.chat, a.offset, _only(NewReaction, a))),
    "pin": Command(Pin, lambda d, p, a: edits.pin(d, p, a.chat, a.offset, _only(NewPin, a))),
    "message_history": Command(ReadMessageHistory, lambda d, p, a: edits.message_history(d.store, p, a.chat, a.offset)),
    "search": Command(Query, lambda d, p, a: search.search(d, p, a)),
    "forward_message": Command(
        ForwardMessage, lambda d, p, a: forwarding.forward_message(d, p, a.chat, _only(Forward, a), a.key)
    ),
    "chat": Command(OfChat, lambda d, p, a: chats.chat(d.store, p, a.chat)),
    "change_mine": Command(ChangeMine, lambda d, p, a: chats.change_mine(d, p, a.chat, _only(MineChange, a))),
    "groups": Command(Input, lambda d, p, a: groups.found(d.store, p)),
    "open_group": Command(OpenGroup, lambda d, p, a: groups.open_group(d, p, _only(NewGroup, a), a.key)),
    "open_class_chat": Command(
        OpenChatOfClass, lambda d, p, a: groups.open_class_chat(d, p, a.class_, _only(OpenClassChat, a), a.key)
    ),
    "change_group": Command(
        ChangeGroup, lambda d, p, a: groups.change_group(d, p, a.group, _only(GroupChange, a), a.key)
    ),
    "add_members": Command(AddMembers, lambda d, p, a: groups.add_members(d, p, a.group, _only(NewMembers, a), a.key)),
    "change_role": Command(
        ChangeRole, lambda d, p, a: groups.change_role(d, p, a.group, a.person, _only(RoleChange, a), a.key)
    ),
    "leave": Command(Leave, lambda d, p, a: groups.leave(d, p, a.group, a.key)),
    "join": Command(Join, lambda d, p, a: groups.join(d, p, a.group, _only(NewJoinRequest, a), a.key)),
    "join_requests": Command(OfGroup, lambda d, p, a: groups.requests(d.store, p, a.group)),
    "answer_request": Command(
        AnswerRequest, lambda d, p, a: groups.answer(d, p, a.group, a.person, _only(JoinAnswer, a), a.key)
    ),
    "rules": Command(OfSchool, lambda d, p, a: schools.rules(d.store, p, a.school)),
    "set_rule": Command(SetRule, lambda d, p, a: schools.set_rule(d, p, a.school, _only(NewRule, a), a.key)),
    "typing": Command(Typing, lambda d, p, a: messages.typing(d, p, a.chat)),
    "mark_seen": Command(MarkSeen, lambda d, p, a: messages.mark_seen(d, p, a.chat, _only(NewSeen, a))),
    "history": Command(
        History,
        lambda d, p, a: messages.history(d, p, a.chat, a.place, a.limit),
    ),
    "diary": Command(ReadDiary, lambda d, p, a: diary.diary(d.store, p, a.student, a.week)),
    "journal": Command(ReadJournal, lambda d, p, a: journal.journal(d.store, p, a.course, a.from_, a.until)),
}


async def run_command(desk: Desk, person: int, method: str, data: bytes | None) -> bytes:
    """The answer's JSON. Raises Refusal; METHOD_NOT_ALLOWED for a method there is not."""
    command = COMMANDS.get(method)
    if command is None:
        raise Refusal(Codes.METHOD_NOT_ALLOWED)
    answer = await command.run(desk, person, parse_json(command.body, data or b"{}"))
    return answer.json_text.encode()


async def post(desk: Desk, person: int, channel: str, data: bytes) -> None:
    """A client's `publish`: only chats take one. Raises NOT_FOUND for every other channel."""
    kind, _, number = channel.partition(":")
    if kind != "chat" or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Refusal(Codes.NOT_FOUND)
    posting = parse_json(Posting, data)
    await messages.send_message(desk, person, int(number), _only(NewMessage, posting), posting.key)
