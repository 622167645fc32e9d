"""School events."""

from collections.abc import Mapping

from channels.school_events import places, planning
from channels.school_events.asked import Cancelling, ChangedSchoolEvent, NewAnswer, NewSchoolEvent, WantedEvents
from channels.types import Id, Input
from handlers.ws.commands.command import Command, Keyed, only
from handlers.ws.commands.schools import OfSchool


class OfEvent(Input):
    event: Id


class ToEvent(OfEvent, Keyed):
    pass


class PlanEvent(OfSchool, NewSchoolEvent, Keyed):
    pass


class ChangeEvent(OfEvent, ChangedSchoolEvent, Keyed):
    pass


class CancelEvent(OfEvent, Cancelling, Keyed):
    pass


class AnswerEvent(OfEvent, NewAnswer, Keyed):
    pass


SCHOOL_EVENTS: Mapping[str, Command] = {
    "school_events": Command(WantedEvents, lambda d, p, a: planning.listed(d, p, a)),
    "school_event": Command(OfEvent, lambda d, p, a: planning.one(d.store, p, a.event)),
    "plan_school_event": Command(
        PlanEvent, lambda d, p, a: planning.plan(d, p, a.school, only(NewSchoolEvent, a), a.key)
    ),
    "change_school_event": Command(
        ChangeEvent, lambda d, p, a: planning.change(d, p, a.event, only(ChangedSchoolEvent, a), a.key)
    ),
    "cancel_school_event": Command(
        CancelEvent, lambda d, p, a: planning.cancel(d, p, a.event, only(Cancelling, a), a.key)
    ),
    "answer_school_event": Command(
        AnswerEvent, lambda d, p, a: places.answer(d, p, a.event, only(NewAnswer, a), a.key)
    ),
    "school_event_answers": Command(OfEvent, lambda d, p, a: places.answers(d.store, p, a.event)),
    "open_event_chat": Command(ToEvent, lambda d, p, a: planning.open_chat(d, p, a.event, a.key)),
}
