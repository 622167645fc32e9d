"""Safety."""

from collections.abc import Mapping

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
from channels.types import Id, Input
from handlers.ws.commands.command import Command, Keyed, only
from handlers.ws.commands.schools import OfSchool
from handlers.ws.commands.talk import OfMessage


class ReportMessage(OfMessage, NewReport, Keyed):
    pass


class ReadReports(OfSchool, WantedReports):
    pass


class OfReport(Input):
    report: Id


class ToReport(OfReport, Keyed):
    pass


class DecideReport(OfReport, NewDecision, Keyed):
    pass


class SetWords(OfSchool, NewWords, Keyed):
    pass


class Appoint(OfSchool, Appointment, Keyed):
    pass


class Block(NewBlock, Keyed):
    pass


class SetTerm(OfSchool, NewTerm, Keyed):
    pass


class PutHold(OfSchool, NewHold, Keyed):
    pass


class ReleaseHold(OfSchool, Keyed):
    hold: Id


class Mine(Input):
    pass


SAFETY: Mapping[str, Command] = {
    "report_message": Command(
        ReportMessage, lambda d, p, a: reports.report(d, p, a.chat, a.offset, only(NewReport, a), a.key)
    ),
    "reports": Command(ReadReports, lambda d, p, a: reports.queue(d.store, p, a.school, only(WantedReports, a))),
    "read_report": Command(OfReport, lambda d, p, a: reports.read(d, p, a.report)),
    "take_report": Command(ToReport, lambda d, p, a: reports.take(d, p, a.report, a.key)),
    "decide_report": Command(DecideReport, lambda d, p, a: reports.decide(d, p, a.report, only(NewDecision, a), a.key)),
    "watched_words": Command(OfSchool, lambda d, p, a: reports.words(d.store, p, a.school)),
    "set_watched_words": Command(SetWords, lambda d, p, a: reports.set_words(d, p, a.school, only(NewWords, a), a.key)),
    "safeguarding": Command(OfSchool, lambda d, p, a: people.safeguarding(d.store, p, a.school)),
    "appoint_safeguarding": Command(
        Appoint, lambda d, p, a: people.appoint(d, p, a.school, only(Appointment, a), a.key)
    ),
    "retention": Command(OfSchool, lambda d, p, a: retention.terms(d.store, p, a.school)),
    "set_retention": Command(SetTerm, lambda d, p, a: retention.set_term(d, p, a.school, only(NewTerm, a), a.key)),
    "holds": Command(OfSchool, lambda d, p, a: retention.holds(d.store, p, a.school)),
    "hold": Command(PutHold, lambda d, p, a: retention.hold(d, p, a.school, only(NewHold, a), a.key)),
    "release_hold": Command(ReleaseHold, lambda d, p, a: retention.release(d, p, a.school, a.hold, a.key)),
    "blocks": Command(Mine, lambda d, p, a: people.blocks(d.store, p)),
    "block": Command(Block, lambda d, p, a: people.block(d, p, only(NewBlock, a), a.key)),
}
