"""School events: planned by staff, answered by families, students and staff, followed by calendars."""

from channels import calendars
from channels.school_events import places, planning
from handlers.actions.action import Access, Action

_LIST, _ONE = "/api/school-events", "/api/school-events/{event}"
_OF_SCHOOL = "/api/schools/{school}/school-events"

SCHOOL_EVENTS = (
    Action("school_events", "GET", _LIST, Access.SIGNED_IN, "School events, mine or the city's", planning.listed),
    Action("school_event", "GET", _ONE, Access.SCHOOL_EVENT, "One of them", planning.one),
    Action("plan_school_event", "POST", _OF_SCHOOL, Access.SCHOOL, "Plan one", planning.plan, status=201),
    Action("change_school_event", "PATCH", _ONE, Access.SCHOOL_EVENT, "Change it", planning.change),
    Action("cancel_school_event", "POST", f"{_ONE}/cancel", Access.SCHOOL_EVENT, "Cancel it", planning.cancel),
    Action("open_event_chat", "POST", f"{_ONE}/chat", Access.SCHOOL_EVENT, "Open its chat", planning.open_chat),
    Action(
        "answer_school_event",
        "POST",
        f"{_ONE}/answer",
        Access.SCHOOL_EVENT,
        "Answer for a participant",
        places.answer,
    ),
    Action("school_event_answers", "GET", f"{_ONE}/answers", Access.SCHOOL_EVENT, "Who comes", places.answers),
    Action(
        "new_calendar_address",
        "POST",
        "/api/calendar",
        Access.SIGNED_IN,
        "My calendar's new address",
        calendars.new_address,
    ),
    Action(
        "new_calendar_address_of_student",
        "POST",
        "/api/students/{student}/calendar",
        Access.DIARY,
        "New address of a child's timetable",
        calendars.new_address_of_student,
    ),
    Action(
        "end_calendar_address_of_student",
        "DELETE",
        "/api/students/{student}/calendar",
        Access.DIARY,
        "No address of it any more",
        calendars.end_address_of_student,
    ),
    Action(
        "end_calendar_address",
        "DELETE",
        "/api/calendar",
        Access.SIGNED_IN,
        "No address any more",
        calendars.end_address,
    ),
)
