"""Rights in chats: who may write to whom, and what people may do with chats, groups, messages and files."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum

from channels.people import Viewer
from channels.policy.readers import is_in_chat, reads_chat
from channels.policy.schools import STAFF, SchoolRule


class Relationship(Enum):
    """Tie between two people, seen from the first to the second."""

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
    SUPERVISED = "supervised"  # two people; the student's class teachers read along
    CLASS = "class"  # a class's families, or its students, as the roster lists them
    GROUP = "group"  # people its moderators bring in
    INTEREST = "interest"  # people who come by themselves, as its openness allows
    EVENT = "event"  # of a school event: its organiser, and the adults of the students who come or may come


OF_TWO = frozenset({ChatKind.PRIVATE, ChatKind.SUPERVISED})


@dataclass(frozen=True)
class AllowedChat:
    """The kind of chat that two people may have, if the rule is in force or None."""

    kind: ChatKind
    rule: SchoolRule | None = None


WRITES: dict[Relationship, AllowedChat] = {
    Relationship.TEACHES_CHILD_OF: AllowedChat(ChatKind.PRIVATE),
    Relationship.LEADS_CLASS_OF_CHILD_OF: AllowedChat(ChatKind.PRIVATE),
    Relationship.CHILD_TAUGHT_BY: AllowedChat(ChatKind.PRIVATE),
    Relationship.CHILD_IN_CLASS_OF: AllowedChat(ChatKind.PRIVATE),
    Relationship.LEADS_SCHOOL_OF_CHILD_OF: AllowedChat(ChatKind.PRIVATE),
    Relationship.CHILD_IN_SCHOOL_LED_BY: AllowedChat(ChatKind.PRIVATE),
    Relationship.COLLEAGUE_OF: AllowedChat(ChatKind.PRIVATE),
    Relationship.TEACHES: AllowedChat(ChatKind.SUPERVISED, SchoolRule.STAFF_WRITE_STUDENTS),
    Relationship.TAUGHT_BY: AllowedChat(ChatKind.SUPERVISED, SchoolRule.STAFF_WRITE_STUDENTS),
    Relationship.LEADS_CLASS_OF: AllowedChat(ChatKind.SUPERVISED, SchoolRule.STAFF_WRITE_STUDENTS),
    Relationship.IN_CLASS_LED_BY: AllowedChat(ChatKind.SUPERVISED, SchoolRule.STAFF_WRITE_STUDENTS),
    Relationship.CLASSMATE_OF: AllowedChat(ChatKind.SUPERVISED, SchoolRule.STUDENTS_WRITE_EACH_OTHER),
    Relationship.CHILD_IN_CLASS_WITH_CHILD_OF: AllowedChat(ChatKind.PRIVATE, SchoolRule.FAMILIES_WRITE_EACH_OTHER),
}


def way_to(relationships: Iterable[Relationship], rules: Collection[SchoolRule]) -> ChatKind | None:
    """Returns the kind of chat that two people with these relationships may have; None: no chat at all."""
    kinds = {way.kind for way in map(WRITES.__getitem__, relationships) if way.rule is None or way.rule in rules}
    return next((kind for kind in (ChatKind.PRIVATE, ChatKind.SUPERVISED) if kind in kinds), None)


class ChatRole(StrEnum):
    OWNER = "owner"
    MODERATOR = "moderator"
    MEMBER = "member"
    SUPERVISOR = "supervisor"


class Posting(StrEnum):
    """Members who may write in a group."""

    ALL = "all"
    MODERATORS = "moderators"


class Openness(StrEnum):
    """Way for people to come into an interest group."""

    PUBLIC = "public"
    REQUEST = "request"
    INVITATION = "invitation"


@dataclass(frozen=True)
class Standing:
    """A member's present standing in a chat. People outside the chat, or who have left, have none."""

    kind: ChatKind
    roles: frozenset[ChatRole] = frozenset({ChatRole.MEMBER})
    posting: Posting = Posting.ALL
    relationships: frozenset[Relationship] = frozenset()  # with the other of a chat of two
    rules: frozenset[SchoolRule] = frozenset()  # of the school
    silenced: bool = False  # for a time, by a safeguarding person
    shut_out: bool = False  # one of the two in a chat of two has blocked the other


def moderates_chat(standing: Standing) -> bool:
    return not standing.roles.isdisjoint({ChatRole.OWNER, ChatRole.MODERATOR})


def writes_in_chat(standing: Standing) -> bool:
    """True in a chat of two while a relationship still allows it; elsewhere for all members, or only for moderators."""
    if standing.silenced or standing.shut_out:
        return False
    match standing.kind:
        case ChatKind.PRIVATE:
            return way_to(standing.relationships, standing.rules) is ChatKind.PRIVATE
        case ChatKind.SUPERVISED:
            return ChatRole.MEMBER in standing.roles and way_to(standing.relationships, standing.rules) is not None
        case _:
            return standing.posting is Posting.ALL or moderates_chat(standing)


def changes_message(standing: Standing, *, own: bool) -> bool:
    """True for one's own message, while one may write in the chat."""
    return own and writes_in_chat(standing)


def withdraws_message(standing: Standing, *, own: bool) -> bool:
    """True for one's own message, even if one can now only read the chat: a mistake can always be withdrawn.

    Moderators of a group also withdraw messages of others. A chat of two has no moderators.
    """
    return own or moderates_chat(standing)


def reacts_in_chat(standing: Standing) -> bool:
    """True for those who may write in a chat of two; elsewhere for all who are not silenced, to say thanks."""
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
    """True for the author and the chat's moderators: nobody else reads earlier texts of a message."""
    return own or moderates_chat(standing)


def names_when_forwarded(author: Viewer) -> bool:
    """True if a message of this author names them when forwarded: only staff, whose words are public."""
    return author.has(*STAFF)


def changes_group(standing: Standing) -> bool:
    """True for moderators, who change title, description and members. A class's chat follows the class: False."""
    return standing.kind in (ChatKind.GROUP, ChatKind.INTEREST) and moderates_chat(standing)


def gives_role(standing: Standing, held: ChatRole, role: ChatRole | None) -> bool:
    """True if this person may change a member's role from `held` to `role`, or remove the member (None).

    Moderators only remove plain members; owners may do everything with everybody.
    """
    if not changes_group(standing):
        return False
    return ChatRole.OWNER in standing.roles or (held is ChatRole.MEMBER and role is None)


def opens_groups(viewer: Viewer, school: int) -> bool:
    """True for staff: a group joins people who may not write to each other, so somebody must answer for it."""
    return any((role, school) in viewer.roles for role in STAFF)


def opens_class_chat(viewer: Viewer, class_: int) -> bool:
    """True for the class teacher, who looks after the chat."""
    return class_ in viewer.classes_led


def brings_into_group(relationships: Iterable[Relationship]) -> bool:
    """True if one may bring the other into one's group: colleagues, own students and their families."""
    return not BRINGS.isdisjoint(relationships)


BRINGS = frozenset(
    {
        Relationship.COLLEAGUE_OF,
        Relationship.TEACHES,
        Relationship.LEADS_CLASS_OF,
        Relationship.TEACHES_CHILD_OF,
        Relationship.LEADS_CLASS_OF_CHILD_OF,
        Relationship.LEADS_SCHOOL_OF_CHILD_OF,
    }
)


def finds_group(viewer: Viewer, school: int, openness: Openness) -> bool:
    """True if people outside the group see it and may join or ask to join."""
    return school in viewer.schools and openness is not Openness.INVITATION


def lets_seen_be_known(viewer: Viewer) -> bool:
    """True if others see how far this person has read. Default without a setting: staff yes, families no."""
    if viewer.share_seen is not None:
        return viewer.share_seen
    return viewer.has(*STAFF)


def brings_file(viewer: Viewer, chat: int, owner: int) -> bool:
    """True for the person who began the upload, while they are in the chat: they may continue it."""
    return viewer.person == owner and is_in_chat(viewer, chat)


def reads_file(viewer: Viewer, chat: int, owner: int, *, sent: bool) -> bool:
    """True for readers of the chat in which the file was sent; before it is sent, for its owner only."""
    return reads_chat(viewer, chat) and (sent or viewer.person == owner)
