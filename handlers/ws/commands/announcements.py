"""Announcements."""

from collections.abc import Mapping

from channels.announcements import announcements, proof, readers
from channels.announcements.asked import ChangedAnnouncement, NewAnnouncement, PageBefore, Sending, Written
from channels.types import Id, Input
from handlers.ws.commands.command import Command, Keyed, only
from handlers.ws.commands.schools import OfSchool


class OfAnnouncement(Input):
    announcement: Id


class ToAnnouncement(OfAnnouncement, Keyed):
    pass


class ProveAnnouncement(OfSchool, NewAnnouncement):
    pass


class DraftAnnouncement(OfSchool, NewAnnouncement, Keyed):
    pass


class ChangeAnnouncement(OfAnnouncement, ChangedAnnouncement, Keyed):
    pass


class SendAnnouncement(OfAnnouncement, Sending, Keyed):
    pass


class ReadWritten(OfSchool, Written):
    pass


ANNOUNCEMENTS: Mapping[str, Command] = {
    "announcements": Command(PageBefore, lambda d, p, a: readers.received(d.store, p, a.before)),
    "announcement": Command(OfAnnouncement, lambda d, p, a: readers.received_one(d.store, p, a.announcement)),
    "confirm_announcement": Command(ToAnnouncement, lambda d, p, a: readers.confirm(d, p, a.announcement, a.key)),
    "audiences": Command(OfSchool, lambda d, p, a: proof.audiences(d.store, p, a.school)),
    "prove_announcement": Command(
        ProveAnnouncement, lambda d, p, a: proof.proof(d.store, p, a.school, only(NewAnnouncement, a))
    ),
    "written_announcements": Command(
        ReadWritten, lambda d, p, a: announcements.written(d.store, p, a.school, a.before, all_=a.all)
    ),
    "written_announcement": Command(OfAnnouncement, lambda d, p, a: announcements.one(d.store, p, a.announcement)),
    "draft_announcement": Command(
        DraftAnnouncement, lambda d, p, a: announcements.draft(d, p, a.school, only(NewAnnouncement, a), a.key)
    ),
    "change_announcement": Command(
        ChangeAnnouncement,
        lambda d, p, a: announcements.change_draft(d, p, a.announcement, only(ChangedAnnouncement, a), a.key),
    ),
    "discard_announcement": Command(ToAnnouncement, lambda d, p, a: announcements.discard(d, p, a.announcement, a.key)),
    "send_announcement": Command(
        SendAnnouncement, lambda d, p, a: announcements.send(d, p, a.announcement, only(Sending, a), a.key)
    ),
    "recall_announcement": Command(ToAnnouncement, lambda d, p, a: readers.recall(d, p, a.announcement, a.key)),
    "remind_of_announcement": Command(ToAnnouncement, lambda d, p, a: readers.remind(d, p, a.announcement, a.key)),
    "announcement_readers": Command(OfAnnouncement, lambda d, p, a: readers.readers(d.store, p, a.announcement)),
}
