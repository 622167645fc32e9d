"""Rights to read channels, and other facts that follow from a channel's name."""

from collections.abc import Callable, Collection
from datetime import date

from channels.people import CourseRights, Role, Viewer
from channels.publication import ChannelName

Rule = Callable[[Viewer, int], bool]
"""True if the viewer may read the channel with this id."""


def reads_person(viewer: Viewer, person: int) -> bool:
    return person == viewer.person


def reads_diary(viewer: Viewer, student: int) -> bool:
    """True for the student, those who follow the child, and the class teacher. A restriction wins over all of them.

    After the student has left, student and family still read, if the school allows it.
    """
    if student in viewer.restricted:
        return False
    return (
        (student == viewer.person and viewer.has(Role.STUDENT))
        or student in viewer.children
        or student in viewer.students_led
        or student in viewer.left
    )


def oversees_diary(viewer: Viewer, student: int, schools: Collection[int]) -> bool:
    """True for leadership of the student's schools: they read one page at a time, and the audit notes each."""
    return student not in viewer.restricted and viewer.leads(schools) and not reads_diary(viewer, student)


def reads_class(viewer: Viewer, class_: int) -> bool:
    return class_ in viewer.classes


def reads_journal(viewer: Viewer, course: int) -> bool:
    """True for its teachers, those who cover today, its students' class teachers, and the school's leadership."""
    return course in viewer.courses or course in viewer.courses_led or course in viewer.courses_followed


def reads_chat(viewer: Viewer, chat: int) -> bool:
    """True for members, and for leadership in supervised chats of the school."""
    return chat in viewer.chats or chat in viewer.chats_led


def is_in_chat(viewer: Viewer, chat: int) -> bool:
    return chat in viewer.chats


def oversees_chat(viewer: Viewer, chat: int) -> bool:
    """True for those who read the chat for a student's safety without being in it; the audit notes each reading."""
    return reads_chat(viewer, chat) and not is_in_chat(viewer, chat)


def oversees(viewer: Viewer, channel: str) -> bool:
    kind, _, number = channel.partition(":")
    return kind == "chat" and is_numbered(channel) and oversees_chat(viewer, int(number))


def reads_school(viewer: Viewer, school: int) -> bool:
    return school in viewer.schools


def keeps_journal(rights: CourseRights) -> bool:
    """True for those who post, correct and withdraw marks and record attendance in some lesson of the course."""
    return rights.leads or rights.teaches or bool(rights.covers)


def keeps_lesson(rights: CourseRights, lesson: int, day: date) -> bool:
    """True if the person may write into that lesson; those who cover only write into the lessons they cover."""
    return (
        rights.leads
        or rights.teaches
        or any(cover.from_day <= day < cover.until_day and cover.lesson in (None, lesson) for cover in rights.covers)
    )


READERS: dict[str, Rule] = {
    "person": reads_person,
    "diary": reads_diary,
    "class": reads_class,
    "journal": reads_journal,
    "chat": reads_chat,
    "school": reads_school,
}
"""Rule of the readers of each channel kind. Kinds that are not listed have no readers."""


def may_read(viewer: Viewer, channel: str) -> bool:
    kind, _, number = channel.partition(":")
    rule = READERS.get(kind)
    return rule is not None and is_numbered(channel) and rule(viewer, int(number))


def channels_of(viewer: Viewer) -> list[ChannelName]:
    """Returns the channels to which the server subscribes this person's sessions.

    Left out, though they may read them, are journals and supervised chats of a whole school, which leadership opens one
    by one, other teachers' journals of a class teacher's students, and diaries of leavers.
    """
    own_diary = {viewer.person} if viewer.has(Role.STUDENT) else set()
    candidates = [
        ("person", {viewer.person}),
        ("diary", own_diary | viewer.children | viewer.students_led),
        ("journal", viewer.courses),
        ("class", viewer.classes),
        ("school", viewer.schools),
        ("chat", viewer.chats),
    ]
    return [
        ChannelName(f"{kind}:{number}")
        for kind, numbers in candidates
        for number in sorted(numbers)
        if READERS[kind](viewer, number)
    ]


def is_numbered(channel: str) -> bool:
    """True if the name has the form of this server's channels: kind, colon, id without leading zeros."""
    number = channel.partition(":")[2]
    return number.isascii() and number.isdigit() and len(number) < 19 and str(int(number)) == number


RINGS_FROM_OUTSIDE = frozenset({"person", "class", "school"})
"""Kinds of channels into which a school's other systems may publish; never diaries, journals or chats."""


def rings_from_outside(channel: str) -> bool:
    return is_numbered(channel) and channel.partition(":")[0] in RINGS_FROM_OUTSIDE


def shows_presence(channel: str) -> bool:
    """True if members see the presence of those who allow it: only in chats, never among a diary's readers."""
    return channel.partition(":")[0] == "chat"
