"""Announcements."""

import csv
import io
from dataclasses import dataclass

from aiohttp import web

from channels.announcements import announcements, proof, readers
from channels.announcements.asked import ChangedAnnouncement, NewAnnouncement, PageBefore, Sending, Written
from channels.announcements.model import (
    AllReceived,
    Announcements,
    Audiences,
    Household,
    OneAnnouncement,
    OneReceived,
    Proof,
    Readers,
)
from channels.store import Desk
from channels.talk.model import Nothing
from handlers.routing import Call

COLUMNS = ("to", "class", "student", "person", "confirmed", "reachable")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


@dataclass(frozen=True)
class AnnouncementHandlers:
    desk: Desk

    async def received(self, call: Call) -> AllReceived:
        assert isinstance(call.query, PageBefore)
        return await readers.received(self.desk.store, call.person, call.query.before)

    async def received_one(self, call: Call) -> OneReceived:
        return await readers.received_one(self.desk.store, call.person, call.ids["announcement"])

    async def confirm(self, call: Call) -> OneReceived:
        return await readers.confirm(self.desk, call.person, call.ids["announcement"], call.key)

    async def audiences(self, call: Call) -> Audiences:
        return await proof.audiences(self.desk.store, call.person, call.ids["school"])

    async def proof(self, call: Call) -> Proof:
        assert isinstance(call.body, NewAnnouncement)
        return await proof.proof(self.desk.store, call.person, call.ids["school"], call.body)

    async def written(self, call: Call) -> Announcements:
        assert isinstance(call.query, Written)
        return await announcements.written(
            self.desk.store, call.person, call.ids["school"], call.query.before, all_=call.query.all
        )

    async def written_one(self, call: Call) -> OneAnnouncement:
        return await announcements.one(self.desk.store, call.person, call.ids["announcement"])

    async def draft(self, call: Call) -> OneAnnouncement:
        assert isinstance(call.body, NewAnnouncement)
        return await announcements.draft(self.desk, call.person, call.ids["school"], call.body, call.key)

    async def change_draft(self, call: Call) -> OneAnnouncement:
        assert isinstance(call.body, ChangedAnnouncement)
        return await announcements.change_draft(self.desk, call.person, call.ids["announcement"], call.body, call.key)

    async def discard(self, call: Call) -> Nothing:
        return await announcements.discard(self.desk, call.person, call.ids["announcement"], call.key)

    async def send(self, call: Call) -> OneAnnouncement:
        assert isinstance(call.body, Sending)
        return await announcements.send(self.desk, call.person, call.ids["announcement"], call.body, call.key)

    async def recall(self, call: Call) -> OneAnnouncement:
        return await readers.recall(self.desk, call.person, call.ids["announcement"], call.key)

    async def remind(self, call: Call) -> Nothing:
        return await readers.remind(self.desk, call.person, call.ids["announcement"], call.key)

    async def readers(self, call: Call) -> Readers:
        return await readers.readers(self.desk.store, call.person, call.ids["announcement"])

    async def export_readers(self, call: Call) -> web.Response:
        """Who has confirmed and who has not, for a spreadsheet."""
        number = call.ids["announcement"]
        found = await readers.readers(self.desk.store, call.person, number)
        text = io.StringIO()
        table = csv.writer(text)
        table.writerow(COLUMNS)
        for household in found.households:
            table.writerows(_rows(household))
        return web.Response(
            body=text.getvalue().encode("utf-8-sig"),  # else a spreadsheet takes Cyrillic for something else
            content_type="text/csv",
            charset="utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="announcement-{number}.csv"',
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
