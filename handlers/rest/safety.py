"""Reports, who looks after them, and blocks."""

from dataclasses import dataclass

from channels.safety import people, reports, retention
from channels.safety.asked import (
    Appointment,
    NewBlock,
    NewDecision,
    NewHold,
    NewReport,
    NewTerm,
    NewWords,
    WantedReports,
)
from channels.safety.model import (
    Blocked,
    Holds,
    OneReport,
    Reported,
    Reports,
    Safeguarding,
    Terms,
    WatchedWords,
)
from channels.store import Desk
from handlers.routing import Call


@dataclass(frozen=True)
class SafetyHandlers:
    desk: Desk

    async def report_message(self, call: Call) -> Reported:
        assert isinstance(call.body, NewReport)
        return await reports.report(self.desk, call.person, call.ids["chat"], call.ids["offset"], call.body, call.key)

    async def reports(self, call: Call) -> Reports:
        assert isinstance(call.query, WantedReports)
        return await reports.queue(self.desk.store, call.person, call.ids["school"], call.query)

    async def read_report(self, call: Call) -> OneReport:
        return await reports.read(self.desk, call.person, call.ids["report"])

    async def take_report(self, call: Call) -> OneReport:
        return await reports.take(self.desk, call.person, call.ids["report"], call.key)

    async def decide_report(self, call: Call) -> OneReport:
        assert isinstance(call.body, NewDecision)
        return await reports.decide(self.desk, call.person, call.ids["report"], call.body, call.key)

    async def watched_words(self, call: Call) -> WatchedWords:
        return await reports.words(self.desk.store, call.person, call.ids["school"])

    async def set_watched_words(self, call: Call) -> WatchedWords:
        assert isinstance(call.body, NewWords)
        return await reports.set_words(self.desk, call.person, call.ids["school"], call.body, call.key)

    async def safeguarding(self, call: Call) -> Safeguarding:
        return await people.safeguarding(self.desk.store, call.person, call.ids["school"])

    async def appoint(self, call: Call) -> Safeguarding:
        assert isinstance(call.body, Appointment)
        return await people.appoint(self.desk, call.person, call.ids["school"], call.body, call.key)

    async def terms(self, call: Call) -> Terms:
        return await retention.terms(self.desk.store, call.person, call.ids["school"])

    async def set_term(self, call: Call) -> Terms:
        assert isinstance(call.body, NewTerm)
        return await retention.set_term(self.desk, call.person, call.ids["school"], call.body, call.key)

    async def holds(self, call: Call) -> Holds:
        return await retention.holds(self.desk.store, call.person, call.ids["school"])

    async def hold(self, call: Call) -> Holds:
        assert isinstance(call.body, NewHold)
        return await retention.hold(self.desk, call.person, call.ids["school"], call.body, call.key)

    async def release_hold(self, call: Call) -> Holds:
        return await retention.release(self.desk, call.person, call.ids["school"], call.ids["hold"], call.key)

    async def blocks(self, call: Call) -> Blocked:
        return await people.blocks(self.desk.store, call.person)

    async def block(self, call: Call) -> Blocked:
        assert isinstance(call.body, NewBlock)
        return await people.block(self.desk, call.person, call.body, call.key)
