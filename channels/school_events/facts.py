"""What is published of school events: ids only, what they say is read with the rights of that moment."""

from typing import Literal

from channels.types import Fact, Id


class SchoolEventPlanned(Fact):
    """To who is asked to come, or answers for somebody who is."""

    type: Literal["school_event"] = "school_event"
    event: Id
    school: Id


class SchoolEventChanged(Fact):
    """To the same, to whoever has answered, and to the organiser."""

    type: Literal["school_event_changed"] = "school_event_changed"
    event: Id


class SchoolEventCancelled(Fact):
    type: Literal["school_event_cancelled"] = "school_event_cancelled"
    event: Id


class EventPlaceChanged(Fact):
    """To who answers for this participant, and to the organiser: an answer, or a place that became free."""

    type: Literal["school_event_place"] = "school_event_place"
    event: Id
    participant: Id
