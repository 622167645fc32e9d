"""What is published of announcements: ids only, what they say is read with the rights of that moment."""

from typing import Literal

from channels.types import Id, Moment, Shape


class AnnouncementSent(Shape):
    """To who is addressed."""

    type: Literal["announcement"] = "announcement"
    announcement: Id
    school: Id
    confirm: bool


class AnnouncementRecalled(Shape):
    """To who was addressed."""

    type: Literal["announcement_recalled"] = "announcement_recalled"
    announcement: Id


class AnnouncementReminder(Shape):
    """To who has not confirmed."""

    type: Literal["announcement_reminder"] = "announcement_reminder"
    announcement: Id


class AnnouncementConfirmed(Shape):
    """To one's other devices, and to the author."""

    type: Literal["announcement_confirmed"] = "announcement_confirmed"
    announcement: Id
    person: Id
    at: Moment


class AnnouncementChanged(Shape):
    """To its author's devices: another draft, another state."""

    type: Literal["announcement_changed"] = "announcement_changed"
    announcement: Id
