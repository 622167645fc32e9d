"""Facts of school events: ids only; what they say is read with the rights of that moment."""

from typing import Literal

from channels.types import Fact, Id


class SchoolEventPlanned(Fact):
    """Fact for people who are asked to come, or who answer for somebody who is."""

    type: Literal["school_event"] = "school_event"
    event: Id
    school: Id


class SchoolEventChanged(Fact):
    """Fact for the people who are asked, those who answer for them, whoever has answered, and the organiser."""

    type: Literal["school_event_changed"] = "school_event_changed"
    event: Id


class SchoolEventCancelled(Fact):
    type: Literal["school_event_cancelled"] = "school_event_cancelled"
    event: Id


class EventPlaceChanged(Fact):
    """Fact for people who answer for this participant, and the organiser: an answer, or a place became free."""

    type: Literal["school_event_place"] = "school_event_place"
    event: Id
    participant: Id
