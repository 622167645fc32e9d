"""Announcements: written and followed by staff, read and confirmed by their readers."""

import csv
import io

from aiohttp import web

from channels.announcements import announcements, audience_preview, readers
from channels.announcements.model import Household
from channels.store import Store
from handlers.actions.action import Access, Action

COLUMNS = ("to", "class", "student", "person", "confirmed", "reachable")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run these

_ONE = "/api/announcements/{announcement}"
_OWN = f"{_ONE}/written"
_SCHOOL = "/api/schools/{school}"


async def export_readers(store: Store, person: int, announcement: int) -> web.Response:
    """Returns a CSV file, for a spreadsheet, of who has confirmed and who has not."""
    found = await readers.readers(store, person, announcement)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for household in found.households:
        table.writerows(_rows(household))
    return web.Response(
        body=text.getvalue().encode("utf-8-sig"),  # else a spreadsheet misreads Cyrillic
        content_type="text/csv",
        charset="utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="announcement-{announcement}.csv"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _rows(household: Household) -> list[list[str]]:
    class_ = "" if household.class_ is None else household.class_.name
    student = "" if household.student is None else _cell(household.student.name.family, household.student.name.given)
    return [
        [
            household.addressed.value,
            _cell(class_),
            student,
            _cell(one.person.name.family, one.person.name.given, one.person.name.middle),
            "" if one.confirmed_at is None else one.confirmed_at.isoformat(timespec="seconds"),
            "yes" if one.reachable else "no",
        ]
        for one in household.people
    ]


def _cell(*parts: str) -> str:
    text = " ".join(part for part in parts if part)
    return f"'{text}" if text.startswith(FORMULA) else text


READING = (
    Action(
        "announcements", "GET", "/api/announcements", Access.SIGNED_IN, "What was announced to me", readers.received
    ),
    Action("announcement", "GET", _ONE, Access.ANNOUNCEMENT, "One of them", readers.received_one),
    Action("confirm_announcement", "POST", f"{_ONE}/confirm", Access.ANNOUNCEMENT, "I confirm it", readers.confirm),
)

WRITING = (
    Action(
        "prove_announcement",
        "POST",
        f"{_SCHOOL}/announcements/proof",
        Access.SCHOOL,
        "Whom it would reach, and why",
        audience_preview.proof,
    ),
    Action(
        "audiences", "GET", f"{_SCHOOL}/audiences", Access.SCHOOL, "To whom I may announce", audience_preview.audiences
    ),
    Action(
        "written_announcements",
        "GET",
        f"{_SCHOOL}/announcements",
        Access.SCHOOL,
        "What I announced",
        announcements.written,
    ),
    Action(
        "draft_announcement",
        "POST",
        f"{_SCHOOL}/announcements",
        Access.SCHOOL,
        "Begin a draft",
        announcements.draft,
        status=201,
    ),
    Action("written_announcement", "GET", _OWN, Access.ANNOUNCEMENT, "As its author sees it", announcements.one),
    Action("change_announcement", "PATCH", _OWN, Access.ANNOUNCEMENT, "Change a draft", announcements.change_draft),
    Action("discard_announcement", "DELETE", _OWN, Access.ANNOUNCEMENT, "Throw a draft away", announcements.discard),
    Action(
        "send_announcement",
        "POST",
        f"{_ONE}/send",
        Access.ANNOUNCEMENT,
        "Send it, now or at a time",
        announcements.send,
    ),
    Action("recall_announcement", "POST", f"{_ONE}/recall", Access.ANNOUNCEMENT, "Take its words back", readers.recall),
    Action(
        "remind_of_announcement",
        "POST",
        f"{_ONE}/remind",
        Access.ANNOUNCEMENT,
        "Remind who has not confirmed",
        readers.remind,
    ),
    Action("announcement_readers", "GET", f"{_ONE}/readers", Access.ANNOUNCEMENT, "Who has confirmed", readers.readers),
    Action(
        "export_readers",
        "GET",
        f"{_ONE}/readers/export",
        Access.ANNOUNCEMENT,
        "The same as a table",
        export_readers,
        gives="text/csv",
    ),
)

ANNOUNCEMENTS = (*READING, *WRITING)
