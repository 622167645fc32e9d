"""Facts of the school week."""

from datetime import date
from typing import Literal

from channels.types import Fact


class TimetableChanged(Fact):
    """Fact for a class and the journals of its courses: lessons from that day on may be others."""

    type: Literal["timetable_changed"] = "timetable_changed"
    from_day: date
