"""Facts of the school week."""

from datetime import date
from typing import Literal

from channels.timetable.model import ChangedLesson
from channels.types import Fact


class SchoolYearChanged(Fact):
    """Fact for the whole school: periods, free days or the days of its week changed."""

    type: Literal["school_year_changed"] = "school_year_changed"


class BellsChanged(Fact):
    """Fact for the whole school: lessons from that day on may be at another time."""

    type: Literal["bells_changed"] = "bells_changed"
    from_day: date


class TimetableChanged(Fact):
    """Fact for a class and the journals of its courses: lessons from that day on may be others."""

    type: Literal["timetable_changed"] = "timetable_changed"
    from_day: date


class LessonsChanged(Fact):
    """Fact for a class, the journals of its courses and the teachers concerned: lessons that are other than before."""

    type: Literal["lessons_changed"] = "lessons_changed"
    lessons: list[ChangedLesson]
