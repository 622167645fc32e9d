"""Plans, changes and cancels school events, shows them, and opens their chats."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import BaseModel

from channels import policy
from channels.announcements.audience_preview import require_rights
from channels.errors import Codes, Refusal
from channels.notices.preferences import NoticeKind
from channels.people import Viewer
from channels.policy import ChatKind, Posting
from channels.publication import ChannelName
from channels.school_events.facts import SchoolEventCancelled, SchoolEventChanged, SchoolEventPlanned
from channels.school_events.inputs import Cancelling, ChangedSchoolEvent, NewSchoolEvent, WantedEvents
from channels.school_events.model import OneSchoolEvent, SchoolEvent, SchoolEvents
from channels.school_events.ports import EventFacts
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.talk.chats import one as one_chat
from channels.talk.chats import tell_opened
from channels.talk.facts import GroupChanged
from channels.talk.model import Group, OneChat
from channels.talk.ports import NewChat
from channels.types import Fact, Shape

PAGE = 30

A = TypeVar("A", bound=Shape)


async def plan(desk: Desk, person: int, school: int, asked: NewSchoolEvent, key: str | None) -> OneSchoolEvent:
    """Plans an event and tells those who are asked by name; others of the city find it in the feed.

    Raises NOT_FOUND for people who make no events there, MAY_NOT_ANNOUNCE_TO.
    """

    async def work(tx: Tx) -> OneSchoolEvent:
        await _require_audience(tx, await viewer_of(tx, person), school, asked)
        number = await tx.school_events.add(school, person, asked, desk.clock.now())
        await _tell(tx, person, number, SchoolEventPlanned(event=number, school=school))
        return await as_seen(tx, person, number)

    return await desk.write(
        OneSchoolEvent, work, person=person, key=key, about=("plan_school_event", school), body=asked
    )


async def change(desk: Desk, person: int, number: int, asked: ChangedSchoolEvent, key: str | None) -> OneSchoolEvent:
    """Changes an event; answers stay.

    Raises STALE, with the present one, if it was changed since; FEWER_THAN_GO if more already go than the new capacity
    has places for; EVENT_CANCELLED.
    """

    async def work(tx: Tx, viewer: Viewer, facts: EventFacts) -> OneSchoolEvent:
        require_held(facts)
        if facts.revision != asked.revision:
            raise Refusal(Codes.STALE, {"current": (await _seen(tx, person, number)).model_dump(mode="json")})
        await _require_audience(tx, viewer, facts.school, asked)
        before = await tx.school_events.audience(number)
        going = (await _seen(tx, person, number)).counts.going
        if asked.capacity is not None and asked.capacity < going:
            raise Refusal(Codes.FEWER_THAN_GO, {"going": going})
        await tx.school_events.change(number, asked, desk.clock.now())
        chat = None if asked.title == facts.title else facts.chat
        await _tell(tx, person, number, SchoolEventChanged(event=number), also=before, chat=chat, title=asked.title)
        return await as_seen(tx, person, number)

    return await _changing(desk, OneSchoolEvent, work, person, number, ("change_school_event", key), asked)


async def cancel(desk: Desk, person: int, number: int, asked: Cancelling, key: str | None) -> OneSchoolEvent:
    """Cancels an event. It stays visible, with the reason. A repetition changes nothing."""

    async def work(tx: Tx, _: Viewer, facts: EventFacts) -> OneSchoolEvent:
        if not facts.cancelled:
            now = desk.clock.now()
            await tx.school_events.cancel(number, asked.because, now)
            await tx.audit.add(person, "cancel_school_event", number, "done", now)
            await _tell(tx, person, number, SchoolEventCancelled(event=number))
        return await as_seen(tx, person, number)

    return await _changing(desk, OneSchoolEvent, work, person, number, ("cancel_school_event", key), asked)


async def open_chat(desk: Desk, person: int, number: int, key: str | None) -> OneChat:
    """Opens the chat of the organiser and the adults of those who come or may come. The answers decide who is in it.

    Raises NOT_FOUND for everybody but the organiser.
    """

    async def work(tx: Tx, viewer: Viewer, facts: EventFacts) -> OneChat:
        if not policy.opens_event_chat(viewer, facts.school, facts.organiser):
            raise not_found()
        chat, opened = await tx.chats.open(
            NewChat(ChatKind.EVENT, facts.school, event=number, group=_group(facts.title)), desk.clock.now()
        )
        if opened:
            await tell_opened(tx, person, chat)
        return OneChat(chat=await one_chat(tx, person, chat))

    return await _changing(desk, OneChat, work, person, number, ("open_event_chat", key), Cancelling())


async def listed(desk: Desk, person: int, wanted: WantedEvents) -> SchoolEvents:
    async with desk.store.read() as tx:
        viewer = await viewer_of(tx, person)
        found = await tx.school_events.listed(person, wanted, desk.clock.now(), PAGE + 1)
        return SchoolEvents(events=[_as(viewer, each) for each in found[:PAGE]], more=len(found) > PAGE)


async def one(store: Store, person: int, number: int) -> OneSchoolEvent:
    async with store.read() as tx:
        return await as_seen(tx, person, number)


async def as_seen(tx: Tx, person: int, number: int) -> OneSchoolEvent:
    """Returns an event as this person sees it. Raises NOT_FOUND for people who may not see it."""
    return OneSchoolEvent(event=await _seen(tx, person, number))


def require_held(facts: EventFacts) -> None:
    if facts.cancelled:
        raise Refusal(Codes.EVENT_CANCELLED)


async def _seen(tx: Tx, person: int, number: int) -> SchoolEvent:
    viewer, found = await viewer_of(tx, person), await tx.school_events.one(person, number)
    if found is None or not policy.reads_school_event(
        viewer, found.school.id, found.organiser.id, asked=bool(found.mine), city=bool(found.city)
    ):
        raise not_found()
    return _as(viewer, found)


def _as(viewer: Viewer, found: SchoolEvent) -> SchoolEvent:
    changes = policy.changes_school_event(viewer, found.school.id, found.organiser.id)
    return found.model_copy(update={"changes": changes})


async def _require_audience(tx: Tx, viewer: Viewer, school: int, asked: NewSchoolEvent) -> None:
    """Raises NOT_FOUND for people who make no events there, MAY_NOT_ANNOUNCE_TO for people one may not ask."""
    if not policy.makes_school_events(viewer, school):
        raise not_found()
    if asked.city and not policy.opens_to_city(viewer, school):
        raise Refusal(
            Codes.MAY_NOT_ANNOUNCE_TO, {"errors": [{"field": "city", "code": Codes.MAY_NOT_ANNOUNCE_TO.name}]}
        )
    targets = [target.target for target in asked.targets]
    require_rights(viewer, school, targets, await tx.announcements.known(school, targets))


async def _changing(
    desk: Desk,
    answer: type[A],
    work: Callable[[Tx, Viewer, EventFacts], Awaitable[A]],
    person: int,
    number: int,
    action: tuple[str, str | None],
    body: BaseModel,
) -> A:
    """Runs `work` with the event's row locked. Raises NOT_FOUND for people who do not look after the event."""
    name, key = action

    async def locked(tx: Tx) -> A:
        facts, viewer = await tx.school_events.facts(number, lock=True), await viewer_of(tx, person)
        if facts is None or not policy.changes_school_event(viewer, facts.school, facts.organiser):
            raise not_found()
        return await work(tx, viewer, facts)

    return await desk.write(answer, locked, person=person, key=key, about=(name, number), body=body)


async def _tell(
    tx: Tx,
    author: int,
    number: int,
    fact: Fact,
    *,
    also: frozenset[int] = frozenset(),
    chat: int | None = None,
    title: str = "",
) -> None:
    """Tells everybody concerned; with a `chat`, the chat as well of its new title. All channels are locked at once."""
    concerned = await tx.school_events.audience(number) | also | {author}
    told: list[tuple[ChannelName, Fact]] = [(ChannelName(f"person:{each}"), fact) for each in sorted(concerned)]
    if chat is not None:
        told.append((ChannelName(f"chat:{chat}"), GroupChanged(group=_group(title))))
    published = await tx.append_all(author, told)
    persons = published[: len(concerned)]
    tx.notices.add([one for one in persons if one.channel != f"person:{author}"], NoticeKind.SCHOOL_EVENT)


def _group(title: str) -> Group:
    return Group(title=title, description="", posting=Posting.ALL, openness=None)
