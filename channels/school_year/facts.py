"""Facts of the school year."""

from datetime import date
from typing import Literal

from channels.types import Fact


class SchoolYearChanged(Fact):
    """Fact for the whole school: periods, free days or the days of its week changed."""

    type: Literal["school_year_changed"] = "school_year_changed"


class BellsChanged(Fact):
    """Fact for the whole school: lessons from that day on may be at another time."""

    type: Literal["bells_changed"] = "bells_changed"
    from_day: date
