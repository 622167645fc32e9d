"""Writes and sends announcements: whom they reach is looked at first, and again when they go."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from channels import policy
from channels.announcements.audience_preview import (
    addressed,
    announces_to_all,
    digest_of,
    looked_at,
    named_children,
    require_rights,
    require_targets,
    texts_of,
)
from channels.announcements.facts import AnnouncementChanged, AnnouncementSent
from channels.announcements.inputs import ChangedAnnouncement, NewAnnouncement, Sending, Written
from channels.announcements.model import Announcement, Announcements, OneAnnouncement, State
from channels.announcements.ports import Reason
from channels.errors import Codes, Refusal
from channels.notices.preferences import NoticeKind
from channels.people import Viewer
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.talk.model import Nothing
from channels.types import Fact

PAGE = 30
DUE = 50  # scheduled announcements in one look
AHEAD = timedelta(days=366)


async def draft(desk: Desk, person: int, school: int, asked: NewAnnouncement, key: str | None) -> OneAnnouncement:
    async def work(tx: Tx) -> OneAnnouncement:
        await require_targets(tx, await viewer_of(tx, person), school, asked)
        number = await tx.announcements.add(school, person, asked, desk.clock.now())
        return await _changed(tx, person, number)

    return await desk.write(
        OneAnnouncement, work, person=person, key=key, about=("draft_announcement", school), body=asked
    )


async def change_draft(
    desk: Desk, person: int, number: int, asked: ChangedAnnouncement, key: str | None
) -> OneAnnouncement:
    """Changes a draft; a scheduled announcement becomes a draft again.

    Raises ALREADY_SENT; STALE, with the present one, if it was changed since.
    """

    async def work(tx: Tx) -> OneAnnouncement:
        viewer, found = await _own(tx, person, number)
        _require_draft(found, asked.revision)
        await require_targets(tx, viewer, found.school, asked)
        await tx.announcements.change(number, asked)
        return await _changed(tx, person, number)

    return await desk.write(
        OneAnnouncement, work, person=person, key=key, about=("change_announcement", number), body=asked
    )


async def discard(desk: Desk, person: int, number: int, key: str | None) -> Nothing:
    async def work(tx: Tx) -> Nothing:
        _, found = await _own(tx, person, number)
        _require_draft(found, found.revision)
        await tx.announcements.discard(number)
        await tx.append(ChannelName(f"person:{person}"), person, AnnouncementChanged(announcement=number))
        return Nothing()

    return await desk.write(
        Nothing, work, person=person, key=key, about=("discard_announcement", number), body=Nothing()
    )


async def send(desk: Desk, person: int, number: int, asked: Sending, key: str | None) -> OneAnnouncement:
    """Sends to exactly the people of the proof that was looked at; with `at`, schedules for whoever it reaches then.

    Raises AUDIENCE_CHANGED with the present proof, NAMES_CHILDREN with the children, NOBODY_ADDRESSED, ALREADY_SENT,
    STALE, NOT_IN_THE_FUTURE.
    """

    async def work(tx: Tx) -> OneAnnouncement:
        viewer, found = await _own(tx, person, number)
        _require_draft(found, asked.revision)
        targets, now = found.targets, desk.clock.now()
        require_rights(viewer, found.school, targets)
        if asked.at is not None and not now < asked.at < now + AHEAD:
            raise Refusal(Codes.NOT_IN_THE_FUTURE, {"errors": [{"field": "at", "code": "not_in_the_future"}]})
        reasons = await addressed(tx, person, found.school, targets)
        if not reasons:
            raise Refusal(Codes.NOBODY_ADDRESSED)
        if digest_of(reasons) != asked.digest:
            looked = await looked_at(tx, person, found.school, targets, reasons, texts_of(found))
            raise Refusal(Codes.AUDIENCE_CHANGED, {"proof": looked.model_dump(mode="json")})
        if not asked.keep_names and (named := await named_children(tx, found.school, reasons, texts_of(found))):
            raise Refusal(Codes.NAMES_CHILDREN, {"named": [child.model_dump(mode="json") for child in named]})
        if asked.at is None:
            return await _send(tx, found, reasons, now)
        await tx.announcements.schedule(number, asked.at)
        return await _changed(tx, person, number)

    return await desk.write(
        OneAnnouncement, work, person=person, key=key, about=("send_announcement", number), body=asked
    )


async def send_due(desk: Desk) -> None:
    """Sends scheduled announcements that are due. Many processes may do it at the same time: each goes once.

    If the author may no longer announce to all its targets, an announcement goes to nobody and is a draft again.
    """
    async with desk.store.read() as tx:
        due = await tx.announcements.due(desk.clock.now(), DUE)
    for number, author in due:
        await desk.write(
            Nothing, _due(desk, number, author), person=author, key=None, about=("due", number), body=Nothing()
        )


def _due(desk: Desk, number: int, author: int) -> Callable[[Tx], Awaitable[Nothing]]:
    async def work(tx: Tx) -> Nothing:
        found, now = await tx.announcements.one(number, lock=True), desk.clock.now()
        if found is None or found.state is not State.SCHEDULED or found.send_at is None or found.send_at > now:
            return Nothing()
        viewer = await viewer_of(tx, author)
        if policy.changes_announcement(viewer, found.school, author) and announces_to_all(
            viewer, found.school, found.targets
        ):
            await _send(tx, found, await addressed(tx, author, found.school, found.targets), now)
        else:
            await tx.announcements.schedule(number, None)
            await _changed(tx, author, number)
        return Nothing()

    return work


async def one(store: Store, person: int, number: int) -> OneAnnouncement:
    async with store.read() as tx:
        found = await tx.announcements.one(number)
        if found is None or not _may_see(await viewer_of(tx, person), found):
            raise not_found()
        return OneAnnouncement(announcement=found)


async def written(store: Store, person: int, school: int, asked: Written) -> Announcements:
    """Returns one's own announcements, drafts included; or, for the school's leadership, all that were sent."""
    async with store.read() as tx:
        viewer = await viewer_of(tx, person)
        if not policy.announces(viewer, school) or (asked.all and not policy.follows_announcement(viewer, school, 0)):
            raise not_found()
        found = await tx.announcements.written(school, None if asked.all else person, asked.before, PAGE + 1)
        return Announcements(announcements=found[:PAGE], more=len(found) > PAGE)


def _may_see(viewer: Viewer, found: Announcement) -> bool:
    if found.sent_at is None:
        return policy.changes_announcement(viewer, found.school, found.author.id)
    return policy.follows_announcement(viewer, found.school, found.author.id)


async def _own(tx: Tx, person: int, number: int) -> tuple[Viewer, Announcement]:
    """Returns one's own announcement, with its row locked. Raises NOT_FOUND for everybody else's."""
    found = await tx.announcements.one(number, lock=True)
    viewer = await viewer_of(tx, person)
    if found is None or not policy.changes_announcement(viewer, found.school, found.author.id):
        raise not_found()
    return viewer, found


def _require_draft(found: Announcement, revision: int) -> None:
    if found.sent_at is not None:
        raise Refusal(Codes.ALREADY_SENT)
    if found.revision != revision:
        raise Refusal(Codes.STALE, {"current": found.model_dump(mode="json")})


async def _changed(tx: Tx, author: int, number: int) -> OneAnnouncement:
    await tx.append(ChannelName(f"person:{author}"), author, AnnouncementChanged(announcement=number))
    return await _as_it_is(tx, number)


async def _as_it_is(tx: Tx, number: int) -> OneAnnouncement:
    found = await tx.announcements.one(number)
    assert found is not None
    return OneAnnouncement(announcement=found)


async def _send(tx: Tx, found: Announcement, reasons: Sequence[Reason], now: datetime) -> OneAnnouncement:
    """Sends it. All channels are locked at once, the author's own among them: see `Tx.append_all`."""
    await tx.announcements.send(found.id, reasons, now)
    fact = AnnouncementSent(announcement=found.id, school=found.school, confirm=found.confirm)
    readers = sorted({reason.person for reason in reasons})
    told: list[tuple[ChannelName, Fact]] = [(ChannelName(f"person:{reader}"), fact) for reader in readers]
    own = (ChannelName(f"person:{found.author.id}"), AnnouncementChanged(announcement=found.id))
    *sent, _ = await tx.append_all(found.author.id, [*told, own])
    urgent = found.urgent is not None
    tx.notices.add([one for one in sent if one.channel != own[0]], NoticeKind.ANNOUNCEMENT, urgent=urgent)
    if urgent:
        await tx.audit.add(found.author.id, "urgent_announcement", found.id, "done", now)
    return await _as_it_is(tx, found.id)
