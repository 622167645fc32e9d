"""Reports: made by whoever reads a message, handled by who looks after safety; and blocks."""

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
from handlers.rest.safety import SafetyHandlers
from handlers.routing import Access, Route


def safety(handlers: SafetyHandlers) -> list[Route]:
    one, message = "/api/reports/{report}", "/api/chats/{chat}/messages/{offset}/report"
    of_school, watched = "/api/schools/{school}/safeguarding", "/api/schools/{school}/watched-words"
    mine, school, access = Access.SIGNED_IN, Access.SCHOOL, Access.REPORT
    queue, terms = "/api/schools/{school}/reports", "/api/schools/{school}/retention"
    holds = "/api/schools/{school}/holds"
    return [
        Route("POST", message, handlers.report_message, "Report it", Access.CHAT, Reported, NewReport, status=201),
        Route("GET", queue, handlers.reports, "What is reported", school, Reports, query=WantedReports),
        Route("GET", one, handlers.read_report, "One of it, with the evidence", access, OneReport),
        Route("POST", f"{one}/take", handlers.take_report, "I look after it", access, OneReport),
        Route("POST", f"{one}/decide", handlers.decide_report, "Close it", access, OneReport, NewDecision),
        Route("GET", watched, handlers.watched_words, "Words that are looked for", school, WatchedWords),
        Route("PUT", watched, handlers.set_watched_words, "All of them anew", school, WatchedWords, NewWords),
        Route("GET", of_school, handlers.safeguarding, "Who looks after safety", school, Safeguarding),
        Route("PUT", of_school, handlers.appoint, "Appoint somebody, or dismiss", school, Safeguarding, Appointment),
        Route("GET", terms, handlers.terms, "How long it keeps what is written", school, Terms),
        Route("PUT", terms, handlers.set_term, "For a kind of chats", school, Terms, NewTerm),
        Route("GET", holds, handlers.holds, "What is kept nevertheless", school, Holds),
        Route("POST", holds, handlers.hold, "Keep a chat, or what a person wrote", school, Holds, NewHold, status=201),
        Route("DELETE", f"{holds}/{{hold}}", handlers.release_hold, "No longer", school, Holds),
        Route("GET", "/api/blocks", handlers.blocks, "Whom I want nothing from", mine, Blocked),
        Route("PUT", "/api/blocks", handlers.block, "Block somebody, or no longer", Access.CONTACT, Blocked, NewBlock),
    ]
