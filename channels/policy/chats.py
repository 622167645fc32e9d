"""Who may write to whom, and what one may do in a chat, a group, with a message and with a file."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum

from channels.people import Viewer
from channels.policy.readers import is_in_chat, reads_chat
from channels.policy.schools import STAFF, SchoolRule


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
    EVENT = "event"  # of a school event: its organiser, and the grown-ups of those who come or may come


OF_TWO = frozenset({ChatKind.PRIVATE, ChatKind.SUPERVISED})


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
    silenced: bool = False  # by who looks after safety, for a time
    shut_out: bool = False  # one of a chat of two wants nothing from the other


def moderates_chat(standing: Standing) -> bool:
    return not standing.roles.isdisjoint({ChatRole.OWNER, ChatRole.MODERATOR})


def writes_in_chat(standing: Standing) -> bool:
    """In a chat of two as long as something still ties them; else every member, or the moderators only."""
    if standing.silenced or standing.shut_out:
        return False
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
    if standing.kind in OF_TWO:
        return writes_in_chat(standing)
    return not standing.silenced


def closes_poll(standing: Standing, *, own: bool) -> bool:
    return own or moderates_chat(standing)


def pins_in_chat(standing: Standing) -> bool:
    if standing.kind in OF_TWO:
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
