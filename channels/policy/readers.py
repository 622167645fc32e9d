"""Who reads which channel, and what else follows from the name of a channel."""

from collections.abc import Callable, Collection
from datetime import date

from channels.people import Keeper, Role, Viewer
from channels.publication import ChannelName

Rule = Callable[[Viewer, int], bool]
"""Whether the viewer may, for the thing with this id."""


def reads_person(viewer: Viewer, person: int) -> bool:
    return person == viewer.person


def reads_diary(viewer: Viewer, student: int) -> bool:
    """The student, those who follow the child, the class teacher. A restriction wins over all of them.

    Of one who has left, the student and the family read on together, where the school lets them.
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
    """Leadership of a school in which the student is reads the diary, a page at a time: each time is noted."""
    return student not in viewer.restricted and viewer.leads(schools) and not reads_diary(viewer, student)


def reads_class(viewer: Viewer, class_: int) -> bool:
    return class_ in viewer.classes


def reads_journal(viewer: Viewer, course: int) -> bool:
    """Those who teach the course or cover for somebody today, its students' class teachers, the school's leadership."""
    return course in viewer.courses or course in viewer.courses_led or course in viewer.courses_followed


def reads_chat(viewer: Viewer, chat: int) -> bool:
    """Who is in it. Leadership also reads what staff and students of the school write to each other."""
    return chat in viewer.chats or chat in viewer.chats_led


def is_in_chat(viewer: Viewer, chat: int) -> bool:
    return chat in viewer.chats


def oversees_chat(viewer: Viewer, chat: int) -> bool:
    """Reads it for the safety of a student, without being in it: each time is noted."""
    return reads_chat(viewer, chat) and not is_in_chat(viewer, chat)


def oversees(viewer: Viewer, channel: str) -> bool:
    kind, _, number = channel.partition(":")
    return kind == "chat" and is_numbered(channel) and oversees_chat(viewer, int(number))


def reads_school(viewer: Viewer, school: int) -> bool:
    return school in viewer.schools


def keeps_journal(keeper: Keeper) -> bool:
    """Posting, correcting and withdrawing marks, recording attendance, in some lesson of the course at least."""
    return keeper.leads or keeper.teaches or bool(keeper.covers)


def keeps_lesson(keeper: Keeper, day: date) -> bool:
    """In a lesson of that day. Who covers for somebody keeps the lessons covered, and no other."""
    return keeper.leads or keeper.teaches or any(first <= day < end for first, end in keeper.covers)


READERS: dict[str, Rule] = {
    "person": reads_person,
    "diary": reads_diary,
    "class": reads_class,
    "journal": reads_journal,
    "chat": reads_chat,
    "school": reads_school,
}
"""Channel kind -> who reads it. A kind that is not here has no readers."""


def may_read(viewer: Viewer, channel: str) -> bool:
    kind, _, number = channel.partition(":")
    rule = READERS.get(kind)
    return rule is not None and is_numbered(channel) and rule(viewer, int(number))


def channels_of(viewer: Viewer) -> list[ChannelName]:
    """Every channel the server subscribes this person's sessions to.

    That is all they may read, but for the journals and the supervised chats of a whole school: leadership opens
    those one by one.
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
    """A name as ours are: a kind, a colon, an id without leading zeros."""
    number = channel.partition(":")[2]
    return number.isascii() and number.isdigit() and len(number) < 19 and str(int(number)) == number


RINGS_FROM_OUTSIDE = frozenset({"person", "class", "school"})
"""Kinds of channels into which a school's other systems may publish: never a diary, a journal or a chat."""


def rings_from_outside(channel: str) -> bool:
    return is_numbered(channel) and channel.partition(":")[0] in RINGS_FROM_OUTSIDE


def shows_presence(channel: str) -> bool:
    """Whether members see who is there, as far as those let it be known. A diary's readers are nobody's business."""
    return channel.partition(":")[0] == "chat"
