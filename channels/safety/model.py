"""Shapes of reports as a school's safeguarding persons see them, and of terms, holds and blocks (docs/PROTOCOL.md)."""

from enum import StrEnum

from channels.people import PersonRef
from channels.policy import ChatKind
from channels.talk.model import Message, MessageRevision
from channels.types import Id, Moment, Shape


class ReportReason(StrEnum):
    INSULT = "insult"
    THREAT = "threat"
    CONTACT = "contact"  # somebody wants to meet, or to write elsewhere
    INDECENT = "indecent"
    SPAM = "spam"
    OTHER = "other"


class ReportState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


class Decision(StrEnum):
    NOTHING = "nothing"
    WITHDRAWN = "withdrawn"  # its words are taken away, a trace stays
    SILENCED = "silenced"  # its author only reads in that chat for a time
    PASSED_ON = "passed_on"  # to somebody outside of this system


class Evidence(Shape):
    """Reported message as it was then, its earlier texts, and the messages around it."""

    message: Message
    revisions: list[MessageRevision]
    before: list[Message]
    after: list[Message]
    people: list[PersonRef]


class Reporter(Shape):
    person: PersonRef
    reason: ReportReason
    words: str
    at: Moment


class ReportLine(Shape):
    """A report in the queue, without anybody's words. `word`: the word of the school's list by which it was found."""

    id: Id
    school: Id
    chat_kind: ChatKind
    author: PersonRef
    reasons: list[ReportReason]
    reporters: int
    word: str | None
    state: ReportState
    opened_at: Moment
    taken_by: PersonRef | None
    decision: Decision | None


class Report(ReportLine):
    evidence: Evidence
    reported_by: list[Reporter]
    note: str
    decided_by: PersonRef | None
    decided_at: Moment | None


class OneReport(Shape):
    report: Report


class Reports(Shape):
    """Page of reports, newest first: those under way or, if asked for, those that are closed."""

    reports: list[ReportLine]
    more: bool


class Reported(Shape):
    """Receipt for the person who reported: it was taken down. What becomes of it is not told in detail."""

    report: Id


class Term(Shape):
    """Retention period of messages in chats of this kind; `days` null keeps them for ever."""

    kind: ChatKind
    days: int | None


class Terms(Shape):
    terms: list[Term]


class Hold(Shape):
    """Hold on a chat, or on whatever a person wrote."""

    id: Id
    chat: Id | None
    person: PersonRef | None
    reason: str
    set_at: Moment


class Holds(Shape):
    holds: list[Hold]


class Blocked(Shape):
    people: list[PersonRef]


class WatchedWords(Shape):
    words: list[str]
