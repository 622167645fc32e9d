"""Facts of announcements: ids only; what they say is read with the rights of that moment."""

from typing import Literal

from channels.types import Fact, Id, Moment


class AnnouncementSent(Fact):
    """Fact for everybody who is addressed."""

    type: Literal["announcement"] = "announcement"
    announcement: Id
    school: Id
    confirm: bool


class AnnouncementRecalled(Fact):
    """Fact for everybody who was addressed."""

    type: Literal["announcement_recalled"] = "announcement_recalled"
    announcement: Id


class AnnouncementReminder(Fact):
    """Fact for people who have not confirmed."""

    type: Literal["announcement_reminder"] = "announcement_reminder"
    announcement: Id


class AnnouncementConfirmed(Fact):
    """Fact for one's other devices, and for the author."""

    type: Literal["announcement_confirmed"] = "announcement_confirmed"
    announcement: Id
    person: Id
    at: Moment


class AnnouncementChanged(Fact):
    """Fact for the author's devices: the draft or its state is another one."""

    type: Literal["announcement_changed"] = "announcement_changed"
    announcement: Id
