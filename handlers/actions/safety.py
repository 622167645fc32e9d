"""Reports, made by readers of a message and handled by safeguarding people; and blocks."""

from channels import appointments
from channels.safety import blocks, reports, retention
from handlers.actions.action import Access, Action

_REPORTED, _REPORT = "/api/chats/{chat}/messages/{offset}/report", "/api/reports/{report}"
_SCHOOL = "/api/schools/{school}"
_WATCHED, _SAFEGUARDING = f"{_SCHOOL}/watched-words", f"{_SCHOOL}/safeguarding"
_RETENTION, _HOLDS = f"{_SCHOOL}/retention", f"{_SCHOOL}/holds"

SAFETY = (
    Action("report_message", "POST", _REPORTED, Access.CHAT, "Report it", reports.report, status=201),
    Action("reports", "GET", f"{_SCHOOL}/reports", Access.SCHOOL, "What is reported", reports.queue),
    Action("read_report", "GET", _REPORT, Access.REPORT, "One of it, with the evidence", reports.read),
    Action("take_report", "POST", f"{_REPORT}/take", Access.REPORT, "I look after it", reports.take),
    Action("decide_report", "POST", f"{_REPORT}/decide", Access.REPORT, "Close it", reports.decide),
    Action("watched_words", "GET", _WATCHED, Access.SCHOOL, "Words that are looked for", reports.words),
    Action("set_watched_words", "PUT", _WATCHED, Access.SCHOOL, "All of them anew", reports.set_words),
    Action("safeguarding", "GET", _SAFEGUARDING, Access.SCHOOL, "Who looks after safety", appointments.safeguarding),
    Action(
        "appoint_safeguarding",
        "PUT",
        _SAFEGUARDING,
        Access.SCHOOL,
        "Appoint somebody, or dismiss",
        appointments.appoint_safeguarding,
    ),
    Action("retention", "GET", _RETENTION, Access.SCHOOL, "How long it keeps what is written", retention.terms),
    Action("set_retention", "PUT", _RETENTION, Access.SCHOOL, "For a kind of chats", retention.set_term),
    Action("holds", "GET", _HOLDS, Access.SCHOOL, "What is kept nevertheless", retention.holds),
    Action("hold", "POST", _HOLDS, Access.SCHOOL, "Keep a chat, or what a person wrote", retention.hold, status=201),
    Action("release_hold", "DELETE", f"{_HOLDS}/{{hold}}", Access.SCHOOL, "No longer", retention.release),
    Action("blocks", "GET", "/api/blocks", Access.SIGNED_IN, "Whom I want nothing from", blocks.blocks),
    Action("block", "PUT", "/api/blocks", Access.CONTACT, "Block somebody, or no longer", blocks.block),
)
