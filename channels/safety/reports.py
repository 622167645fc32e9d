"""Reports messages, and does what the school's safeguarding persons decide about them."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from pydantic import BaseModel

from channels import policy
from channels.errors import Codes, Refusal
from channels.people import PersonRef
from channels.publication import ChannelName
from channels.safety.facts import ReportLookedAt, ReportOpened
from channels.safety.inputs import NewDecision, NewReport, NewWords, WantedReports
from channels.safety.model import Decision, Evidence, OneReport, Reported, Reports, ReportState, WatchedWords
from channels.safety.ports import ReportFacts, Watched
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.talk.edits import take_away
from channels.talk.facts import MembersChanged
from channels.talk.model import Message, Nothing
from channels.types import Fact, Shape

AROUND = 10  # messages before and after the one that is reported
PAGE = 30
WATCHED_AT_ONCE = 100
NOBODY = 0  # person in the request of a periodic job

A = TypeVar("A", bound=Shape)


async def report(desk: Desk, person: int, chat: int, offset: int, asked: NewReport, key: str | None) -> Reported:
    """Keeps the message and what stands around it, for the safeguarding persons of the chat's school.

    Only they are told who reported it. Twice by the same person is once. Raises NOT_FOUND for a message that one cannot
    read, MESSAGE_WITHDRAWN, NOBODY_SAFEGUARDS in a school that has appointed nobody.
    """

    async def work(tx: Tx) -> Reported:
        if not policy.reports_message(await viewer_of(tx, person), chat):
            raise not_found()
        school = await tx.safety.school_of(chat)
        handlers = await _handlers(tx, school)
        await tx.lock([ChannelName(f"chat:{chat}"), *handlers])  # so that it is kept as it was read, and is opened once
        message = (await tx.messages.found([(chat, offset)])).get((chat, offset))
        if message is None:
            raise not_found()
        if message.withdrawn is not None:
            raise Refusal(Codes.MESSAGE_WITHDRAWN)
        if not handlers:
            raise Refusal(Codes.NOBODY_SAFEGUARDS)
        number = await tx.safety.under_way(chat, offset)
        if number is None:
            number = await tx.safety.open(school, chat, offset, await _evidence(tx, message), desk.clock.now())
        if await tx.safety.add_reporter(number, person, asked, desk.clock.now()):
            await _tell(tx, handlers, ReportOpened(report=number, school=school))
        return Reported(report=number)

    return await desk.write(Reported, work, person=person, key=key, about=(f"report:{chat}", offset), body=asked)


async def watch(desk: Desk) -> None:
    """Puts messages with a word of their school's list into the queue, for the safeguarding persons only to see."""
    async with desk.store.begin() as tx:
        found = await tx.safety.watched(WATCHED_AT_ONCE)
    for one in found:
        await desk.write(Nothing, _hint(desk, one), person=NOBODY, key=None, about=("watch", one.chat), body=Nothing())


def _hint(desk: Desk, found: Watched) -> Callable[[Tx], Awaitable[Nothing]]:
    async def work(tx: Tx) -> Nothing:
        place = (found.chat, found.offset)
        handlers = await _handlers(tx, found.school)
        await tx.lock([ChannelName(f"chat:{found.chat}"), *handlers])
        message = (await tx.messages.found([place])).get(place)
        if message is not None and message.withdrawn is None and await tx.safety.under_way(*place) is None:
            evidence, now = await _evidence(tx, message), desk.clock.now()
            number = await tx.safety.open(found.school, *place, evidence, now, found.word)
            await _tell(tx, handlers, ReportOpened(report=number, school=found.school))
        return Nothing()

    return work


async def queue(store: Store, person: int, school: int, wanted: WantedReports) -> Reports:
    async with store.read() as tx:
        await _require_handler(tx, person, school)
        found = await tx.safety.listed(school, closed=wanted.closed, before=wanted.before, limit=PAGE + 1)
        return Reports(reports=found[:PAGE], more=len(found) > PAGE)


async def read(desk: Desk, person: int, number: int) -> OneReport:
    """Returns a report with its evidence. Each reading is kept in the audit."""

    async def work(tx: Tx) -> OneReport:
        await _handled(tx, person, number)
        await tx.audit.add(person, "read_report", number, "done", desk.clock.now())
        return await _shown(tx, number)

    return await desk.write(OneReport, work, person=person, key=None, about=("read_report", number), body=Nothing())


async def take(desk: Desk, person: int, number: int, key: str | None) -> OneReport:
    """Tells the other safeguarding persons that this one looks after it. Raises REPORT_CLOSED."""

    async def work(tx: Tx, facts: ReportFacts) -> OneReport:
        await tx.safety.take(number, person, desk.clock.now())
        await tx.audit.add(person, "take_report", number, "done", desk.clock.now())
        await _tell(tx, await _handlers(tx, facts.school), ReportOpened(report=number, school=facts.school))
        return await _shown(tx, number)

    return await _handling(desk, OneReport, work, person, number, ("take_report", key), Nothing())


async def decide(desk: Desk, person: int, number: int, asked: NewDecision, key: str | None) -> OneReport:
    """Closes a report. Its reporters hear that it was looked at. Raises REPORT_CLOSED."""

    async def work(tx: Tx, facts: ReportFacts) -> OneReport:
        now, channel = desk.clock.now(), ChannelName(f"chat:{facts.chat}")
        if asked.decision is Decision.WITHDRAWN:
            message = (await tx.messages.found([(facts.chat, facts.offset)])).get((facts.chat, facts.offset))
            if message is not None and message.withdrawn is None:
                await take_away(tx, channel, message, person, now, taken_back=False)
        elif asked.days is not None:
            until = now + timedelta(days=asked.days)
            await tx.safety.silence(facts.chat, facts.author, until, person, now)
            await tx.append(channel, person, MembersChanged(changed=[facts.author]))
        await tx.safety.decide(number, person, asked, now)
        await tx.audit.add(person, f"decide_report:{asked.decision.value}", number, "done", now)
        await _tell(tx, await _reporters(tx, number), ReportLookedAt(report=number))
        await _tell(tx, await _handlers(tx, facts.school), ReportOpened(report=number, school=facts.school))
        return await _shown(tx, number)

    return await _handling(desk, OneReport, work, person, number, ("decide_report", key), asked)


async def words(store: Store, person: int, school: int) -> WatchedWords:
    async with store.read() as tx:
        await _require_handler(tx, person, school)
        return WatchedWords(words=await tx.safety.words(school))


async def set_words(desk: Desk, person: int, school: int, asked: NewWords, key: str | None) -> WatchedWords:
    async def work(tx: Tx) -> WatchedWords:
        await _require_handler(tx, person, school)
        await tx.safety.set_words(school, list(dict.fromkeys(asked.words)), person, desk.clock.now())
        await tx.audit.add(person, "set_watched_words", school, "done", desk.clock.now())
        return WatchedWords(words=await tx.safety.words(school))

    return await desk.write(WatchedWords, work, person=person, key=key, about=("set_words", school), body=asked)


async def _require_handler(tx: Tx, person: int, school: int) -> None:
    if not policy.handles_reports(await viewer_of(tx, person), school):
        raise not_found()


async def _handled(tx: Tx, person: int, number: int) -> ReportFacts:
    """Returns what is known of a report. Raises NOT_FOUND for people who do not look after safety in its school."""
    facts = await tx.safety.facts(number)
    if facts is None:
        raise not_found()
    await _require_handler(tx, person, facts.school)
    return facts


async def _handling(
    desk: Desk,
    answer: type[A],
    work: Callable[[Tx, ReportFacts], Awaitable[A]],
    person: int,
    number: int,
    action: tuple[str, str | None],
    body: BaseModel,
) -> A:
    """Runs `work` with the chat locked, and so all that is done about its messages. Raises REPORT_CLOSED."""
    name, key = action

    async def locked(tx: Tx) -> A:
        facts = await _handled(tx, person, number)
        told = {*await _reporters(tx, number), *await _handlers(tx, facts.school)}
        await tx.lock([ChannelName(f"chat:{facts.chat}"), *told])
        facts = await _handled(tx, person, number)
        if facts.state is ReportState.CLOSED:
            raise Refusal(Codes.REPORT_CLOSED)
        return await work(tx, facts)

    return await desk.write(answer, locked, person=person, key=key, about=(name, number), body=body)


async def _shown(tx: Tx, number: int) -> OneReport:
    found = await tx.safety.one(number)
    assert found is not None
    return OneReport(report=found)


async def _handlers(tx: Tx, school: int) -> list[ChannelName]:
    people = await tx.appointments.people(school, policy.Office.SAFEGUARDING)
    return [ChannelName(f"person:{person.id}") for person in people]


async def _reporters(tx: Tx, number: int) -> list[ChannelName]:
    return [ChannelName(f"person:{person}") for person in await tx.safety.reporters(number)]


async def _tell(tx: Tx, channels: Sequence[ChannelName], fact: Fact) -> None:
    """Publishes the fact without an author: nobody may see who reported."""
    await tx.append_all(None, [(channel, fact) for channel in channels])


async def _evidence(tx: Tx, message: Message) -> Evidence:
    before = await tx.messages.page(message.chat, before=message.offset, after=None, limit=AROUND)
    after = await tx.messages.page(message.chat, before=None, after=message.offset, limit=AROUND)
    people = {one.author for one in (message, *before, *after)}
    names = await tx.people.names(people)
    return Evidence(
        message=message,
        revisions=await tx.messages.revisions(message.chat, message.offset),
        before=before,
        after=after,
        people=[PersonRef(id=person, name=names[person]) for person in sorted(people)],
    )
