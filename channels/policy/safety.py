"""Rights to report messages, to handle reports and to block people."""

from channels.people import Viewer
from channels.policy.chats import ChatKind
from channels.policy.readers import reads_chat
from channels.policy.schools import STAFF

WATCHED = frozenset({ChatKind.SUPERVISED, ChatKind.CLASS, ChatKind.GROUP, ChatKind.INTEREST, ChatKind.EVENT})
"""Kinds of chats whose messages are searched for words of the school's list: all but private ones."""


def reports_message(viewer: Viewer, chat: int) -> bool:
    """True for readers of the chat."""
    return reads_chat(viewer, chat)


def handles_reports(viewer: Viewer, school: int) -> bool:
    """True only for appointed people, who read the evidence and decide. Leadership as such may not."""
    return school in viewer.safeguards


def blocks(viewer: Viewer, other: Viewer) -> bool:
    """True if neither of the two is staff: nobody blocks staff, and staff block nobody."""
    return viewer.person != other.person and not viewer.has(*STAFF) and not other.has(*STAFF)
