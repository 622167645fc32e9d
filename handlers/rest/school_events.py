"""School events, and calendars of them."""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from channels.school_events import calendar, places, planning
from channels.school_events.asked import (
    Cancelling,
    ChangedSchoolEvent,
    NewAnswer,
    NewSchoolEvent,
    WantedEvents,
)
from channels.school_events.model import CalendarAddress, EventAnswers, OneSchoolEvent, SchoolEvents
from channels.store import Desk
from channels.talk.model import Nothing, OneChat
from handlers.icalendars import icalendar
from handlers.routing import Call

LONGEST_KEY = 64


@dataclass(frozen=True)
class SchoolEventHandlers:
    desk: Desk

    async def school_events(self, call: Call) -> SchoolEvents:
        assert isinstance(call.query, WantedEvents)
        return await planning.listed(self.desk, call.person, call.query)

    async def school_event(self, call: Call) -> OneSchoolEvent:
        return await planning.one(self.desk.store, call.person, call.ids["event"])

    async def plan_event(self, call: Call) -> OneSchoolEvent:
        assert isinstance(call.body, NewSchoolEvent)
        return await planning.plan(self.desk, call.person, call.ids["school"], call.body, call.key)

    async def change_event(self, call: Call) -> OneSchoolEvent:
        assert isinstance(call.body, ChangedSchoolEvent)
        return await planning.change(self.desk, call.person, call.ids["event"], call.body, call.key)

    async def cancel_event(self, call: Call) -> OneSchoolEvent:
        assert isinstance(call.body, Cancelling)
        return await planning.cancel(self.desk, call.person, call.ids["event"], call.body, call.key)

    async def open_event_chat(self, call: Call) -> OneChat:
        return await planning.open_chat(self.desk, call.person, call.ids["event"], call.key)

    async def answer_event(self, call: Call) -> OneSchoolEvent:
        assert isinstance(call.body, NewAnswer)
        return await places.answer(self.desk, call.person, call.ids["event"], call.body, call.key)

    async def event_answers(self, call: Call) -> EventAnswers:
        return await places.answers(self.desk.store, call.person, call.ids["event"])

    async def new_calendar_address(self, call: Call) -> CalendarAddress:
        return await calendar.new_address(self.desk, call.person)

    async def end_calendar_address(self, call: Call) -> Nothing:
        return await calendar.end_address(self.desk, call.person)

    async def calendar_by_address(self, request: web.Request) -> web.Response:
        """Outside of the table: calendar programs know no sign-in, the address itself is the secret."""
        found = await calendar.events(self.desk, request.match_info["key"].removesuffix(".ics")[:LONGEST_KEY])
        return web.Response(
            body=await asyncio.to_thread(icalendar, found),
            content_type="text/calendar",
            charset="utf-8",
            headers={
                "Cache-Control": "private, no-store",
                "Content-Disposition": 'inline; filename="school.ics"',
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
            },
        )
