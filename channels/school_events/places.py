"""Answers to school events: who comes, consent, places and the waiting list."""

from collections.abc import Mapping

from channels import policy
from channels.errors import Codes, Refusal
from channels.policy import Answering
from channels.publication import ChannelName
from channels.school_events.facts import EventPlaceChanged
from channels.school_events.inputs import NewAnswer, is_over
from channels.school_events.model import EventAnswer, EventAnswers, EventPlace, EventStanding, OneSchoolEvent
from channels.school_events.planning import as_seen, require_held
from channels.school_events.ports import EventFacts, Seat
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.talk.facts import ChatClosed, ChatOpened, MembersChanged
from channels.types import Fact


async def answer(desk: Desk, person: int, number: int, asked: NewAnswer, key: str | None) -> OneSchoolEvent:
    """Answers for a participant for whom one may. A yes beyond the capacity waits; a place that becomes free goes to
    whoever has waited longest, and they are told.

    Raises NOT_FOUND for a participant one does not answer for, DECIDED_BY_OTHERS for a student after a guardian,
    ANSWERS_CLOSED, EVENT_CANCELLED.
    """

    async def work(tx: Tx) -> OneSchoolEvent:
        facts = await tx.school_events.facts(number, lock=True)
        answering = None if facts is None else await _answering(tx, facts, person, number, asked.participant)
        if facts is None or answering is None:
            raise not_found()
        require_held(facts)
        if _closed(desk, facts) and not policy.answers_late(answering):
            raise Refusal(Codes.ANSWERS_CLOSED)
        before = await tx.school_events.seats(number)
        held = before.get(asked.participant)
        if not policy.answers(answering, decided=held is not None and held.agreed):
            raise Refusal(Codes.DECIDED_BY_OTHERS)
        agreed = policy.agrees(answering)
        if held is not None and (held.answer, held.agreed) == (asked.answer, agreed):
            return await as_seen(tx, person, number)
        members = await _members(tx, facts.chat)
        await tx.school_events.answer(number, asked.participant, asked.answer, person, desk.clock.now(), agreed=agreed)
        await _tell(tx, person, number, facts, before, members)
        return await as_seen(tx, person, number)

    return await desk.write(
        OneSchoolEvent, work, person=person, key=key, about=("answer_school_event", number), body=asked
    )


async def answers(store: Store, person: int, number: int) -> EventAnswers:
    """Returns everybody's answers. Raises NOT_FOUND for people who do not look after the event."""
    async with store.read() as tx:
        facts, viewer = await tx.school_events.facts(number), await viewer_of(tx, person)
        if facts is None or not policy.changes_school_event(viewer, facts.school, facts.organiser):
            raise not_found()
        seen = (await as_seen(tx, person, number)).event
        places = await tx.school_events.places(number)
    return EventAnswers(counts=seen.counts, places=sorted(places, key=_order))


_ORDER = [EventStanding.GOING, EventStanding.WAITING, EventStanding.ASKED, EventAnswer.MAYBE, EventAnswer.NO, None]


def _order(place: EventPlace) -> tuple[int, int]:
    """Orders by standing, then by turn on the waiting list. Storage has them by class and name already."""
    return _ORDER.index(place.standing or place.answer), place.waiting or 0


async def _answering(tx: Tx, facts: EventFacts, person: int, number: int, participant: int) -> Answering | None:
    answering = await tx.school_events.answering(number, person, participant)
    if answering is not None:
        return answering
    looks_after = policy.changes_school_event(await viewer_of(tx, person), facts.school, facts.organiser)
    return Answering.ORGANISER if looks_after and await tx.school_events.is_asked(number, participant) else None


def _closed(desk: Desk, facts: EventFacts) -> bool:
    now = desk.clock.now()
    return is_over(facts.starts_at, facts.ends_at, now) or (facts.answer_until is not None and now > facts.answer_until)


async def _members(tx: Tx, chat: int | None) -> frozenset[int]:
    return frozenset() if chat is None else (await tx.chats.members([chat])).get(chat, frozenset())


async def _tell(
    tx: Tx, author: int, number: int, facts: EventFacts, before: Mapping[int, Seat], members: frozenset[int]
) -> None:
    """Tells the people whose participants have another place now, the organiser, and the event's chat."""
    after = await tx.school_events.seats(number)
    moved = [participant for participant in sorted(after) if after[participant] != before.get(participant)]
    concerned = await tx.school_events.concerned(number, moved)
    told: list[tuple[ChannelName, Fact]] = [
        (ChannelName(f"person:{each}"), EventPlaceChanged(event=number, participant=participant))
        for participant in moved
        for each in sorted(concerned.get(participant, frozenset()) | {facts.organiser, author})
    ]
    now = await _members(tx, facts.chat)
    if facts.chat is not None and now != members:
        name = ChannelName(f"chat:{facts.chat}")
        told.append((name, MembersChanged(changed=sorted(now ^ members))))
        told += [(ChannelName(f"person:{each}"), ChatOpened(chat=facts.chat, channel=name)) for each in now - members]
        told += [(ChannelName(f"person:{each}"), ChatClosed(chat=facts.chat)) for each in members - now]
    await tx.append_all(author, told, changes_readers=now != members)
