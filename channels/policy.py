"""Rights: who may read and do what. Pure and total: facts in, yes or no out, nothing else decides.

A right that is missing is answered like a thing that does not exist, so that nobody learns what there is.
`docs/ARCHITECTURE.md` says where this is asked: at every route, command, subscription and delivery.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum

from channels.people import Role, Viewer
from channels.publication import ChannelName

Rule = Callable[[Viewer, int], bool]
"""Whether the viewer may, for the thing with this id."""


def reads_person(viewer: Viewer, person: int) -> bool:
    return person == viewer.person


def reads_diary(viewer: Viewer, student: int) -> bool:
    """The student, those who follow the child, the class teacher. A restriction wins over all of them."""
    if student in viewer.restricted:
        return False
    return (
        (student == viewer.person and viewer.has(Role.STUDENT))
        or student in viewer.children
        or student in viewer.students_led
    )


def reads_class(viewer: Viewer, class_: int) -> bool:
    return class_ in viewer.classes


def reads_journal(viewer: Viewer, course: int) -> bool:
    """Those who teach the course or cover for somebody today, and the school's leadership."""
    return course in viewer.courses or course in viewer.courses_led


def reads_chat(viewer: Viewer, chat: int) -> bool:
    return chat in viewer.chats


def reads_school(viewer: Viewer, school: int) -> bool:
    return school in viewer.schools


def marks_course(viewer: Viewer, course: int) -> bool:
    """Posting, correcting and withdrawing marks, recording attendance: whoever reads the journal keeps it."""
    return reads_journal(viewer, course)


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

    That is all they may read, but for the journals of a whole school: leadership opens those one by one.
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


class Bond(Enum):
    """What ties two people, seen from the first to the second."""

    TEACHES_CHILD_OF = "teaches_child_of"
    LEADS_CLASS_OF_CHILD_OF = "leads_class_of_child_of"
    CHILD_TAUGHT_BY = "child_taught_by"
    CHILD_IN_CLASS_OF = "child_in_class_of"
    LEADS_SCHOOL_OF_CHILD_OF = "leads_school_of_child_of"
    CHILD_IN_SCHOOL_LED_BY = "child_in_school_led_by"
    COLLEAGUE_OF = "colleague_of"
    TEACHES = "teaches"
    TAUGHT_BY = "taught_by"


WRITES_PRIVATELY: dict[Bond, bool] = {
    Bond.TEACHES_CHILD_OF: True,
    Bond.LEADS_CLASS_OF_CHILD_OF: True,
    Bond.CHILD_TAUGHT_BY: True,
    Bond.CHILD_IN_CLASS_OF: True,
    Bond.LEADS_SCHOOL_OF_CHILD_OF: True,
    Bond.CHILD_IN_SCHOOL_LED_BY: True,
    Bond.COLLEAGUE_OF: True,
    # Staff and a single student: only in a supervised channel, which a private chat is not.
    Bond.TEACHES: False,
    Bond.TAUGHT_BY: False,
}


def may_write_privately(bonds: Iterable[Bond]) -> bool:
    """Whether two people tied like this may have a private chat. Nothing ties strangers."""
    return any(WRITES_PRIVATELY[bond] for bond in bonds)


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True)
class Standing:
    """How a member stands in a chat, as of now. Who is not a member, or has left, has none."""

    kind: ChatKind
    bonds: frozenset[Bond] = frozenset()  # with the other of a private chat


def writes_in_chat(standing: Standing) -> bool:
    """Every member of a group; in a private chat as long as something still ties the two."""
    return standing.kind is ChatKind.GROUP or may_write_privately(standing.bonds)


def changes_message(standing: Standing, *, own: bool) -> bool:
    """One's own, where one may still write."""
    return own and writes_in_chat(standing)


def withdraws_message(standing: Standing, *, own: bool) -> bool:
    """One's own, also where one can only read any more: what was said by mistake can always be taken away."""
    return own


def reacts_in_chat(standing: Standing) -> bool:
    return writes_in_chat(standing)


def pins_in_chat(standing: Standing) -> bool:
    return writes_in_chat(standing)


def reads_revisions(standing: Standing, *, own: bool) -> bool:
    """What stood before belongs to who wrote it."""
    return own


def lets_seen_be_known(viewer: Viewer) -> bool:
    """Whether others see how far this person has read: staff unless they say no, families only if they say yes."""
    if viewer.share_seen is not None:
        return viewer.share_seen
    return viewer.has(Role.TEACHER, Role.CLASS_TEACHER, Role.STAFF, Role.LEADERSHIP, Role.ADMIN)
