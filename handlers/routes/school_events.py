"""School events: planned by staff, answered by families, students and staff, followed by calendars."""

from channels.school_events.asked import (
    Cancelling,
    ChangedSchoolEvent,
    NewAnswer,
    NewSchoolEvent,
    WantedEvents,
)
from channels.school_events.model import CalendarAddress, EventAnswers, OneSchoolEvent, SchoolEvents
from channels.talk.model import Nothing, OneChat
from handlers.rest.school_events import SchoolEventHandlers
from handlers.routing import Access, Route


def school_events(handlers: SchoolEventHandlers) -> list[Route]:
    one, access, mine = "/api/school-events/{event}", Access.SCHOOL_EVENT, Access.SIGNED_IN
    school, planned = "/api/schools/{school}/school-events", OneSchoolEvent
    return [
        Route(
            "GET",
            "/api/school-events",
            handlers.school_events,
            "School events, mine or the city's",
            mine,
            SchoolEvents,
            query=WantedEvents,
        ),
        Route("GET", one, handlers.school_event, "One of them", access, planned),
        Route("POST", school, handlers.plan_event, "Plan one", Access.SCHOOL, planned, NewSchoolEvent, status=201),
        Route("PATCH", one, handlers.change_event, "Change it", access, planned, ChangedSchoolEvent),
        Route("POST", f"{one}/cancel", handlers.cancel_event, "Cancel it", access, planned, Cancelling),
        Route("POST", f"{one}/chat", handlers.open_event_chat, "Open its chat", access, OneChat),
        Route("POST", f"{one}/answer", handlers.answer_event, "Answer for a participant", access, planned, NewAnswer),
        Route("GET", f"{one}/answers", handlers.event_answers, "Who comes", access, EventAnswers),
        Route(
            "POST",
            "/api/calendar",
            handlers.new_calendar_address,
            "My calendar's new address",
            mine,
            CalendarAddress,
        ),
        Route("DELETE", "/api/calendar", handlers.end_calendar_address, "No address any more", mine, Nothing),
    ]
