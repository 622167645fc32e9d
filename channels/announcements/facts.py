"""What is published of announcements: ids only, what they say is read with the rights of that moment."""

from typing import Literal

from channels.types import Fact, Id, Moment


class AnnouncementSent(Fact):
    """To who is addressed."""

    type: Literal["announcement"] = "announcement"
    announcement: Id
    school: Id
    confirm: bool


class AnnouncementRecalled(Fact):
    """To who was addressed."""

    type: Literal["announcement_recalled"] = "announcement_recalled"
    announcement: Id


class AnnouncementReminder(Fact):
    """To who has not confirmed."""

    type: Literal["announcement_reminder"] = "announcement_reminder"
    announcement: Id


class AnnouncementConfirmed(Fact):
    """To one's other devices, and to the author."""

    type: Literal["announcement_confirmed"] = "announcement_confirmed"
    announcement: Id
    person: Id
    at: Moment


class AnnouncementChanged(Fact):
    """To its author's devices: another draft, another state."""

    type: Literal["announcement_changed"] = "announcement_changed"
    announcement: Id
