"""Sorts notices that are due, takes what is to be carried, and notes what became of it: the work of a postman.

Each step is a few short transactions. Between them only leases are held, so a postman may die at any point.
"""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from channels import zones
from channels.notices import lesson_news, new_timetables
from channels.notices.content import Content, news
from channels.notices.delivery import End, ListeningQuery, Live, Outcome, Reached
from channels.notices.lesson_news import OfLessons, is_of_lessons
from channels.notices.lesson_timing import PendingChanges, allowed_at, settled_at
from channels.notices.new_timetables import OfNewTimetable, is_of_new_timetable
from channels.notices.ports import (
    Claimed,
    Correspondent,
    DeliveryProfile,
    Dispatching,
    Endpoint,
    Held,
    Note,
    Notice,
    PostStore,
    Settled,
)
from channels.notices.preferences import DEFAULTS, CarrierName, Mode, NoticeKind, Reachable, Ways, ways
from channels.notices.quiet import LONGEST, QuietHours, Window, first_allowed
from channels.store import Desk

PORTION = 500  # notices sorted at once
LEASE = timedelta(minutes=1)  # on what a postman sorts; if it dies, another one has it then
CARRYING = timedelta(minutes=3)  # on what a postman carries
LOOK_AGAIN = timedelta(seconds=2)  # while a session of the person may still get it
LOOK_AT_MOST = timedelta(seconds=40)  # after that a session that does not answer counts as none
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 3600.0  # seconds before another attempt: doubled each time
GIVEN_UP = timedelta(days=2)  # after the dispatch was made


@dataclass(frozen=True, slots=True)
class Letter:
    """A dispatch with all that it says. `endpoint` is set for a push."""

    dispatch: Claimed
    to: Correspondent
    endpoint: Endpoint | None
    items: Sequence[tuple[Notice, Content]]


@dataclass(frozen=True, slots=True)
class NoteLetter:
    """A dispatch that is about no publication. `endpoint` is set for a push."""

    dispatch: Claimed
    note: Note
    endpoint: Endpoint | None


async def sort(desk: Desk, live: Live, law: Window | None, carriers: Collection[CarrierName]) -> bool:
    """Decides about a portion of what is due. True if there may be more.

    `law` is a time of day that is quiet for everybody, in each person's zone. `carriers` are those that this server
    has.
    """
    now = desk.clock.now()
    async with desk.store.begin() as tx:
        expanded = await tx.post.expand(now, PORTION)
        notices = await tx.post.look(now, now + LEASE, PORTION)
    if notices:
        reached = await live.look([_asked(notice, now) for notice in notices])
        async with desk.store.begin() as tx:
            profiles = await tx.post.profiles({notice.person for notice in notices})
            await zones.read(name for profile in profiles.values() for name in profile.zones)
            seen = await tx.post.seen(notices)
            of_lessons = [notice for notice in notices if is_of_lessons(notice)]
            of_new = [notice for notice in notices if is_of_new_timetable(notice)]
            changes = await lesson_news.pending(tx, of_lessons, now) | await new_timetables.pending(tx, of_new, now)
            decided = [
                Settled(notice.id, dropped="seen")
                if notice.id in seen
                else decide(
                    notice, _by(carriers, profiles.get(notice.person)), far, law, now, changes=changes.get(notice.id)
                )
                for notice, far in zip(notices, reached, strict=True)
            ]
            seen_live = {one.notice for one in decided if isinstance(one, Settled) and one.dropped == "live"}
            await lesson_news.was_seen(tx, [notice for notice in of_lessons if notice.id in seen_live])
            await tx.post.settle([one for one in decided if isinstance(one, Settled)], now)
            await tx.post.hold([one for one in decided if isinstance(one, Held)])
    async with desk.store.begin() as tx:
        gathered = await tx.post.gather(now, PORTION)
    return PORTION in (expanded, len(notices)) or gathered > 0


def _by(carriers: Collection[CarrierName], profile: DeliveryProfile | None) -> DeliveryProfile | None:
    return None if profile is None else replace(profile, reachable=reachable_by(carriers, profile.reachable))


def reachable_by(carriers: Collection[CarrierName], there: Reachable) -> Reachable:
    endpoints = there.endpoints if CarrierName.PUSH in carriers else ()
    mail = there.mail if CarrierName.MAIL in carriers else None
    phone = there.phone if CarrierName.WEBHOOK in carriers else None
    return Reachable(endpoints, mail, phone)


def _asked(notice: Notice, now: datetime) -> ListeningQuery:
    ago = None if notice.sent_at is None else (now - notice.sent_at).total_seconds()
    return ListeningQuery(str(notice.person), notice.channel, notice.offset, ago)


def decide(
    notice: Notice,
    profile: DeliveryProfile | None,
    reached: Reached,
    law: Window | None,
    now: datetime,
    *,
    changes: PendingChanges | None = None,
) -> Settled | Held:
    """Decides what becomes of one notice now: it is dropped, looked at later, handed on or gathered.

    `changes`: what a notice of changed lessons or of a new timetable would tell; None if nothing.
    """
    if profile is None:
        return Settled(notice.id, dropped="ended")
    told_live = notice.kind is not NoticeKind.UNANSWERED  # that kind has no publication of its own
    if told_live and reached is Reached.HEARD:
        return Settled(notice.id, dropped="live")
    if told_live and reached is not Reached.AWAY and now < (notice.sent_at or notice.published_at) + LOOK_AT_MOST:
        sent_at = now if reached is Reached.SENT and notice.sent_at is None else None
        return Held(notice.id, now + LOOK_AGAIN, sent_at=sent_at)
    chosen = ways(
        notice.kind, profile.modes.get(notice.kind, DEFAULTS[notice.kind]), profile.reachable, urgent=notice.urgent
    )
    if chosen.why:
        return Settled(notice.id, dropped=chosen.why)
    if is_of_lessons(notice) or is_of_new_timetable(notice):
        return _of_timetable(notice, changes, profile, chosen, law, now)
    if chosen.digest and not chosen.at_once:
        return Settled(notice.id, gathered_until=profile.digest.next_after(now, chosen.digest))
    rules = [*profile.own_quiet, *quiet_for_all(profile, law)]
    allowed = now if notice.urgent else min(first_allowed(now, rules), notice.published_at + LONGEST)
    if allowed > now:
        return Held(notice.id, allowed, is_quiet=True)
    until = profile.digest.next_after(now, chosen.digest) if chosen.digest else None
    return Settled(notice.id, dispatches(notice, chosen), gathered_until=until)


def _of_timetable(
    notice: Notice,
    changes: PendingChanges | None,
    profile: DeliveryProfile,
    chosen: Ways,
    law: Window | None,
    now: datetime,
) -> Settled | Held:
    """Decides about lessons that are others: today and tomorrow at once, later in a digest; nothing twice or late."""
    if changes is None:
        return Settled(notice.id, dropped="overtaken")
    settled = settled_at(changes, notice.published_at)
    if settled > now:
        return Held(notice.id, settled)
    mailing = profile.modes.get(notice.kind, DEFAULTS[notice.kind])[CarrierName.MAIL]
    weekly = chosen.digest is Mode.WEEKLY and profile.digest.next_after(now, Mode.WEEKLY) < changes.begins
    until = profile.digest.next_after(now, Mode.WEEKLY if weekly else Mode.DAILY)
    if chosen.digest and not chosen.at_once:
        return Settled(notice.id, gathered_until=until)
    if changes.near_from > now:
        if profile.reachable.mail is not None and mailing is not Mode.OFF:
            return Settled(notice.id, gathered_until=until)
        return Held(notice.id, changes.near_from)
    for_all = [QuietHours(profile.zone, (law,))] if law else []
    allowed = allowed_at(changes, now, [*profile.own_quiet, *profile.school_quiet], for_all)
    if allowed > now:
        return Held(notice.id, allowed, is_quiet=True)
    return Settled(notice.id, dispatches(notice, chosen), gathered_until=until if chosen.digest else None)


def quiet_for_all(profile: DeliveryProfile, law: Window | None) -> list[QuietHours]:
    """Returns the quiet hours that are not this person's own choice: of their schools and of the law."""
    return [*profile.school_quiet, *([QuietHours(profile.zone, (law,))] if law else [])]


def dispatches(notice: Notice, chosen: Ways) -> list[Dispatching]:
    made = [Dispatching(notice.id, CarrierName.PUSH, endpoint) for endpoint in chosen.endpoints]
    if chosen.mail is not None:
        made.append(Dispatching(notice.id, CarrierName.MAIL, chosen.mail))
    if chosen.phone is not None:
        made.append(Dispatching(notice.id, CarrierName.WEBHOOK, chosen.phone))
    return made


async def take(desk: Desk, carrier: CarrierName, limit: int, lease: timedelta = CARRYING) -> list[Letter | NoteLetter]:
    """Claims what is to be carried now, with what may be told now. Drops what says nothing, or has no address, any
    more.

    All of it must be carried, and its outcome told, before the lease is over.
    """
    now = desk.clock.now()
    async with desk.store.begin() as tx:
        claimed = await tx.post.claim(carrier, now, now + lease, limit)
        if not claimed:
            return []
        await lesson_news.take(tx, claimed, now)
        told = await news(tx, [notice for one in claimed for notice in one.notices])
        people = await tx.post.correspondents({one.person for one in claimed if one.person is not None})
        await zones.read(to.zone for to in people.values())
        pushing = {one.target for one in claimed} if carrier is CarrierName.PUSH else set()
        endpoints = await tx.post.endpoints(pushing) if pushing else {}
        letters: list[Letter | NoteLetter] = []
        dropped = {}
        for one in claimed:
            if one.note is not None:
                letters.append(NoteLetter(one, one.note, endpoints.get(one.target)))
                continue
            assert one.person is not None  # notices are always for somebody
            items = _items(one.notices, told)
            to, endpoint = people[one.person], endpoints.get(one.target)
            address = {CarrierName.PUSH: endpoint, CarrierName.MAIL: to.address, CarrierName.WEBHOOK: to.phone}[carrier]
            if not items:
                dropped[one.id] = "nothing_left"
            elif address is None:
                dropped[one.id] = "no_address"
            else:
                letters.append(Letter(one, to, endpoint, items))
        await tx.post.dropped(dropped, now)
        await tx.post.attempt([letter.dispatch.id for letter in letters])
    return letters


def _items(notices: Sequence[Notice], told: Mapping[int, Content]) -> list[tuple[Notice, Content]]:
    """Returns what there is to tell; of lessons one item, and one of new timetables, however many notices there are."""
    found: list[tuple[Notice, Content]] = []
    lessons: list[OfLessons] = []
    timetables: list[OfNewTimetable] = []
    at: dict[type, int] = {}  # where the one item of such a kind stands
    for notice in notices:
        match told.get(notice.id):
            case None:
                continue
            case OfLessons() as one:
                lessons.append(one)
                content: Content = lesson_news.joined(lessons)
            case OfNewTimetable() as one:
                timetables.append(one)
                content = new_timetables.joined(timetables)
            case other:
                found.append((notice, other))
                continue
        if type(content) in at:
            found[at[type(content)]] = (found[at[type(content)]][0], content)
        else:
            at[type(content)] = len(found)
            found.append((notice, content))
    return found


async def conclude(desk: Desk, outcomes: Sequence[tuple[Claimed, Outcome]]) -> None:
    """Notes what became of dispatches: done, tried again later, or given up; then other ways are tried."""
    now = desk.clock.now()
    async with desk.store.begin() as tx:
        await tx.post.accepted([one.id for one, outcome in outcomes if outcome.end is End.ACCEPTED], now)
        for one, outcome in outcomes:
            in_doubt = one.in_doubt or outcome.in_doubt
            match outcome.end:
                case End.ACCEPTED:
                    continue
                case End.AWAY | End.WAIT if now < one.made_at + LONGEST:
                    pause = outcome.retry_after or _jitter(10)
                    await tx.post.again(
                        one.id, now + timedelta(seconds=pause), outcome.problem, counts=False, in_doubt=in_doubt
                    )
                    continue
                case End.LATER if now < one.made_at + GIVEN_UP:
                    pause = outcome.retry_after or _jitter(pause_before(one.attempt + 1))
                    await tx.post.again(one.id, now + timedelta(seconds=pause), outcome.problem, in_doubt=in_doubt)
                    continue
            await tx.post.failed(one.id, outcome.problem, now, in_doubt=in_doubt)
            if one.carrier is CarrierName.PUSH and outcome.end is End.GONE:
                await tx.post.forget_endpoint(one.target)
            if one.person is None or one.note is not None:
                continue
            if one.carrier is CarrierName.PUSH:
                await _without_push(tx.post, one, one.person, now)
            elif one.carrier is CarrierName.MAIL and outcome.end is End.GONE:
                await tx.post.refuse_mailbox(one.person, outcome.problem, now)


async def _without_push(post: PostStore, one: Claimed, person: int, now: datetime) -> None:
    """Makes the dispatches that step in for browsers that did not take a push."""
    notices = await post.unpushed(one.id)
    if not notices:
        return
    profile = (await post.profiles({person})).get(person)
    if profile is None:
        return
    made = []
    for notice in notices:
        modes = profile.modes.get(notice.kind, DEFAULTS[notice.kind])
        made += dispatches(notice, ways(notice.kind, modes, profile.reachable, urgent=notice.urgent, push_failed=True))
    await post.hand_on(made, now)


def pause_before(attempt: int) -> float:
    """Returns the seconds to wait before this attempt; the second is the first that waits."""
    return min(FIRST_PAUSE * 2.0 ** min(attempt - 2, 20), LONGEST_PAUSE)


def _jitter(seconds: float) -> float:
    return seconds * random.uniform(0.5, 1.5)  # noqa: S311 - not a secret
