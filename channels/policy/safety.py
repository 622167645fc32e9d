"""Who looks after safety, what may be reported, and who wants nothing from whom."""

from channels.people import Role, Viewer
from channels.policy.chats import ChatKind
from channels.policy.readers import reads_chat
from channels.policy.schools import STAFF

WATCHED = frozenset({ChatKind.SUPERVISED, ChatKind.CLASS, ChatKind.GROUP, ChatKind.INTEREST, ChatKind.EVENT})
"""Kinds of chats whose messages are looked through for words of the school's list: not what two adults write."""


def appoints_safeguarding(viewer: Viewer, school: int) -> bool:
    return (Role.LEADERSHIP, school) in viewer.roles


def may_safeguard(person: Viewer, school: int) -> bool:
    """Only somebody of the school's staff is appointed."""
    return any((role, school) in person.roles for role in STAFF)


def reports_message(viewer: Viewer, chat: int) -> bool:
    """Whoever reads the chat."""
    return reads_chat(viewer, chat)


def handles_reports(viewer: Viewer, school: int) -> bool:
    """Reads the evidence and decides: only who is appointed. Leadership as such does not."""
    return school in viewer.safeguards


def blocks(viewer: Viewer, other: Viewer) -> bool:
    """Between peers: nobody shuts out the school's staff, and staff nobody."""
    return viewer.person != other.person and not viewer.has(*STAFF) and not other.has(*STAFF)
