"""Rights: who may read and do what. Pure and total: facts in, yes or no out, nothing else decides.

A right that is missing is answered like a thing that does not exist, so that nobody learns what there is.
`docs/ARCHITECTURE.md` says where this is asked: at every route, command, subscription and delivery.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from channels.people import Role, Viewer
from channels.publication import ChannelName

STAFF = (Role.TEACHER, Role.CLASS_TEACHER, Role.STAFF, Role.LEADERSHIP, Role.ADMIN)

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
    LEADS_CLASS_OF = "leads_class_of"
    IN_CLASS_LED_BY = "in_class_led_by"
    CLASSMATE_OF = "classmate_of"
    CHILD_IN_CLASS_WITH_CHILD_OF = "child_in_class_with_child_of"


class ChatKind(StrEnum):
    PRIVATE = "private"  # two people
    SUPERVISED = "supervised"  # two people, and a student's class teachers read along
    CLASS = "class"  # a class's families, or its students, as the roster has them
    GROUP = "group"  # whoever its moderators bring in
    INTEREST = "interest"  # whoever comes, by its openness


class SchoolRule(StrEnum):
    """What each school decides for itself."""

    STAFF_WRITE_STUDENTS = "staff_write_students"
    STUDENTS_WRITE_EACH_OTHER = "students_write_each_other"
    FAMILIES_WRITE_EACH_OTHER = "families_write_each_other"


RULES: dict[SchoolRule, bool] = {
    SchoolRule.STAFF_WRITE_STUDENTS: True,
    SchoolRule.STUDENTS_WRITE_EACH_OTHER: False,
    SchoolRule.FAMILIES_WRITE_EACH_OTHER: False,
}
"""Whether it is allowed where the school has not said anything."""


def rules_in_force(decided: Mapping[SchoolRule, bool]) -> frozenset[SchoolRule]:
    """What is allowed in a school that has decided these."""
    return frozenset(rule for rule, allowed in {**RULES, **decided}.items() if allowed)


@dataclass(frozen=True)
class Way:
    """The kind of chat that two people may have, where the rule (if any) is in force."""

    kind: ChatKind
    rule: SchoolRule | None = None


WRITES: dict[Bond, Way] = {
    Bond.TEACHES_CHILD_OF: Way(ChatKind.PRIVATE),
    Bond.LEADS_CLASS_OF_CHILD_OF: Way(ChatKind.PRIVATE),
    Bond.CHILD_TAUGHT_BY: Way(ChatKind.PRIVATE),
    Bond.CHILD_IN_CLASS_OF: Way(ChatKind.PRIVATE),
    Bond.LEADS_SCHOOL_OF_CHILD_OF: Way(ChatKind.PRIVATE),
    Bond.CHILD_IN_SCHOOL_LED_BY: Way(ChatKind.PRIVATE),
    Bond.COLLEAGUE_OF: Way(ChatKind.PRIVATE),
    Bond.TEACHES: Way(ChatKind.SUPERVISED, SchoolRule.STAFF_WRITE_STUDENTS),
    Bond.TAUGHT_BY: Way(ChatKind.SUPERVISED, SchoolRule.STAFF_WRITE_STUDENTS),
    Bond.LEADS_CLASS_OF: Way(ChatKind.SUPERVISED, SchoolRule.STAFF_WRITE_STUDENTS),
    Bond.IN_CLASS_LED_BY: Way(ChatKind.SUPERVISED, SchoolRule.STAFF_WRITE_STUDENTS),
    Bond.CLASSMATE_OF: Way(ChatKind.SUPERVISED, SchoolRule.STUDENTS_WRITE_EACH_OTHER),
    Bond.CHILD_IN_CLASS_WITH_CHILD_OF: Way(ChatKind.PRIVATE, SchoolRule.FAMILIES_WRITE_EACH_OTHER),
}


def way_to(bonds: Iterable[Bond], rules: Collection[SchoolRule]) -> ChatKind | None:
    """The chat of two that people tied like this may have; none if they may not. Nothing ties strangers."""
    kinds = {way.kind for way in map(WRITES.__getitem__, bonds) if way.rule is None or way.rule in rules}
    return next((kind for kind in (ChatKind.PRIVATE, ChatKind.SUPERVISED) if kind in kinds), None)


class ChatRole(StrEnum):
    OWNER = "owner"
    MODERATOR = "moderator"
    MEMBER = "member"
    SUPERVISOR = "supervisor"


class Posting(StrEnum):
    """Who writes in a group."""

    ALL = "all"
    MODERATORS = "moderators"


class Openness(StrEnum):
    """How one comes into an interest group."""

    PUBLIC = "public"
    REQUEST = "request"
    INVITATION = "invitation"


@dataclass(frozen=True)
class Standing:
    """How somebody stands in a chat, as of now. Who is not in it, or has left, has none."""

    kind: ChatKind
    roles: frozenset[ChatRole] = frozenset({ChatRole.MEMBER})
    posting: Posting = Posting.ALL
    bonds: frozenset[Bond] = frozenset()  # with the other of a chat of two
    rules: frozenset[SchoolRule] = frozenset()  # of the school


def moderates_chat(standing: Standing) -> bool:
    return not standing.roles.isdisjoint({ChatRole.OWNER, ChatRole.MODERATOR})


def writes_in_chat(standing: Standing) -> bool:
    """In a chat of two as long as something still ties them; else every member, or the moderators only."""
    match standing.kind:
        case ChatKind.PRIVATE:
            return way_to(standing.bonds, standing.rules) is ChatKind.PRIVATE
        case ChatKind.SUPERVISED:
            return ChatRole.MEMBER in standing.roles and way_to(standing.bonds, standing.rules) is not None
        case _:
            return standing.posting is Posting.ALL or moderates_chat(standing)


def changes_message(standing: Standing, *, own: bool) -> bool:
    """One's own, where one may still write."""
    return own and writes_in_chat(standing)


def withdraws_message(standing: Standing, *, own: bool) -> bool:
    """One's own, also where one can only read any more: what was said by mistake can always be taken away.

    Of others in a group: its moderators. In a chat of two nobody moderates.
    """
    return own or moderates_chat(standing)


def reacts_in_chat(standing: Standing) -> bool:
    """Where only moderators write, everybody may still say thanks."""
    if standing.kind in (ChatKind.PRIVATE, ChatKind.SUPERVISED):
        return writes_in_chat(standing)
    return True


def pins_in_chat(standing: Standing) -> bool:
    if standing.kind in (ChatKind.PRIVATE, ChatKind.SUPERVISED):
        return writes_in_chat(standing)
    return moderates_chat(standing)


def reads_revisions(standing: Standing, *, own: bool) -> bool:
    """What stood before belongs to who wrote it, and to who looks after the chat."""
    return own or moderates_chat(standing)


def names_when_forwarded(author: Viewer) -> bool:
    """Whether a message that goes on to others says who wrote it: what staff says, it says in public."""
    return author.has(*STAFF)


def changes_group(standing: Standing) -> bool:
    """Its title, its words, who comes in and who goes. A class's chat follows the class."""
    return standing.kind in (ChatKind.GROUP, ChatKind.INTEREST) and moderates_chat(standing)


def gives_role(standing: Standing, held: ChatRole, role: ChatRole | None) -> bool:
    """Whether a member with one role may be given another, or put out.

    Moderators put members out, owners do all with all.
    """
    if not changes_group(standing):
        return False
    return ChatRole.OWNER in standing.roles or (held is ChatRole.MEMBER and role is None)


def opens_groups(viewer: Viewer, school: int) -> bool:
    """Staff. A group brings people together who could not write to each other, so somebody must answer for it."""
    return any((role, school) in viewer.roles for role in STAFF)


def opens_class_chat(viewer: Viewer, class_: int) -> bool:
    """Its class teacher, who looks after it."""
    return class_ in viewer.classes_led


def brings_into_group(bonds: Iterable[Bond]) -> bool:
    """Whom one may bring into a group that one looks after: colleagues, one's students and their families."""
    return not BRINGS.isdisjoint(bonds)


BRINGS = frozenset(
    {
        Bond.COLLEAGUE_OF,
        Bond.TEACHES,
        Bond.LEADS_CLASS_OF,
        Bond.TEACHES_CHILD_OF,
        Bond.LEADS_CLASS_OF_CHILD_OF,
        Bond.LEADS_SCHOOL_OF_CHILD_OF,
    }
)


def finds_group(viewer: Viewer, school: int, openness: Openness) -> bool:
    """Whether it is shown to who is not in it, and may be joined or asked for."""
    return school in viewer.schools and openness is not Openness.INVITATION


def sets_rules(viewer: Viewer, school: int) -> bool:
    return (Role.LEADERSHIP, school) in viewer.roles


def reads_rules(viewer: Viewer, school: int) -> bool:
    return school in viewer.schools


def lets_seen_be_known(viewer: Viewer) -> bool:
    """Whether others see how far this person has read: staff unless they say no, families only if they say yes."""
    if viewer.share_seen is not None:
        return viewer.share_seen
    return viewer.has(*STAFF)


def brings_file(viewer: Viewer, chat: int, owner: int) -> bool:
    """Goes on with a file: who began it, as long as they are in the chat."""
    return viewer.person == owner and is_in_chat(viewer, chat)


def reads_file(viewer: Viewer, chat: int, owner: int, *, sent: bool) -> bool:
    """Whoever reads the chat it was sent in; before that its owner only."""
    return reads_chat(viewer, chat) and (sent or viewer.person == owner)
