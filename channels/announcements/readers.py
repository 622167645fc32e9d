"""Reads and confirms announcements; shows the author who has confirmed, reminds and recalls."""

from collections import Counter

from channels import policy
from channels.announcements.announcements import PAGE
from channels.announcements.facts import (
    AnnouncementChanged,
    AnnouncementConfirmed,
    AnnouncementRecalled,
    AnnouncementReminder,
)
from channels.announcements.inputs import PageBefore
from channels.announcements.model import AllReceived, Announcement, Household, OneAnnouncement, OneReceived, Readers
from channels.errors import Codes, Refusal
from channels.notices.preferences import NoticeKind
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.talk.model import Nothing


async def received(store: Store, person: int, asked: PageBefore) -> AllReceived:
    """Returns what this person was sent, as far as a reason for it still holds."""
    async with store.read() as tx:
        found = await tx.announcements.received(person, asked.before, PAGE + 1)
        return AllReceived(announcements=found[:PAGE], more=len(found) > PAGE)


async def received_one(store: Store, person: int, number: int) -> OneReceived:
    async with store.read() as tx:
        return await _one(tx, person, number)


async def confirm(desk: Desk, person: int, number: int, key: str | None) -> OneReceived:
    """Confirms an announcement and says so to the author. The first time counts, a second changes nothing.

    Raises NOTHING_TO_CONFIRM.
    """

    async def work(tx: Tx) -> OneReceived:
        shown = (await _one(tx, person, number)).announcement
        if not shown.confirm:
            raise Refusal(Codes.NOTHING_TO_CONFIRM)
        told = {ChannelName(f"person:{person}"), ChannelName(f"person:{shown.author.id}")}
        await tx.lock(told)  # so that one of two devices at once is the first
        shown = (await _one(tx, person, number)).announcement
        if shown.confirmed_at is None:
            at = await tx.announcements.confirm(number, person, desk.clock.now())
            fact = AnnouncementConfirmed(announcement=number, person=person, at=at)
            await tx.append_all(person, [(channel, fact) for channel in sorted(told)])
        return await _one(tx, person, number)

    return await desk.write(
        OneReceived, work, person=person, key=key, about=("confirm_announcement", number), body=Nothing()
    )


async def readers(store: Store, person: int, number: int) -> Readers:
    """Returns who has confirmed and who has not, for the author and the school's leadership."""
    async with store.read() as tx:
        found = await _followed(tx, person, number, lock=False)
        households = await tx.announcements.households(number)
        told = {one.person.id: one.told for household in households for one in household.people}
        return Readers(counts=found.counts, told=Counter(told.values()), households=households)


async def remind(desk: Desk, person: int, number: int, key: str | None) -> Nothing:
    """Reminds the people of households in which nobody has confirmed.

    Raises NOTHING_TO_CONFIRM, NOT_SENT for a recalled one, REMINDED_LATELY for more than once an hour.
    """

    async def work(tx: Tx) -> Nothing:
        found = await _followed(tx, person, number)
        _require_standing(found)
        if not found.confirm:
            raise Refusal(Codes.NOTHING_TO_CONFIRM)
        if not await tx.announcements.remind(number, desk.clock.now()):
            raise Refusal(Codes.REMINDED_LATELY)
        waiting = _waiting(await tx.announcements.households(number))
        fact = AnnouncementReminder(announcement=number)
        told = await tx.append_all(person, [(ChannelName(f"person:{reader}"), fact) for reader in waiting])
        tx.notices.add(told, NoticeKind.ANNOUNCEMENT)
        return Nothing()

    return await desk.write(
        Nothing, work, person=person, key=key, about=("remind_of_announcement", number), body=Nothing()
    )


async def recall(desk: Desk, person: int, number: int, key: str | None) -> OneAnnouncement:
    """Takes its words away from all who got it; that there was one stays visible. A repetition changes nothing."""

    async def work(tx: Tx) -> OneAnnouncement:
        found = await _followed(tx, person, number)
        if found.recalled_at is None:
            now = desk.clock.now()
            await tx.announcements.recall(number, now)
            await tx.audit.add(person, "recall_announcement", number, "done", now)
            fact = AnnouncementRecalled(announcement=number)
            told = [
                (ChannelName(f"person:{reader}"), fact) for reader in sorted(await tx.announcements.readers(number))
            ]
            own = (ChannelName(f"person:{found.author.id}"), AnnouncementChanged(announcement=number))
            await tx.append_all(person, [*told, own])
        after = await tx.announcements.one(number)
        assert after is not None
        return OneAnnouncement(announcement=after)

    return await desk.write(
        OneAnnouncement, work, person=person, key=key, about=("recall_announcement", number), body=Nothing()
    )


async def _one(tx: Tx, person: int, number: int) -> OneReceived:
    """Returns what this person received. Raises NOT_FOUND for people who did not get it or have no reason left."""
    found = await tx.announcements.received_one(person, number)
    if found is None:
        raise not_found()
    return OneReceived(announcement=found)


async def _followed(tx: Tx, person: int, number: int, *, lock: bool = True) -> Announcement:
    """Returns a sent announcement. Raises NOT_FOUND for people who may not follow what becomes of it."""
    found = await tx.announcements.one(number, lock=lock)
    if (
        found is None
        or found.sent_at is None
        or not policy.follows_announcement(await viewer_of(tx, person), found.school, found.author.id)
    ):
        raise not_found()
    return found


def _require_standing(found: Announcement) -> None:
    if found.recalled_at is not None:
        raise Refusal(Codes.NOT_SENT)


def _waiting(households: list[Household]) -> list[int]:
    return sorted({one.person.id for household in households if not household.confirmed for one in household.people})
