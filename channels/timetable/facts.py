"""Facts of the school week."""

from typing import Literal

from channels.types import Fact


class SchoolYearChanged(Fact):
    """Fact for the whole school: periods, free days or the days of its week changed."""

    type: Literal["school_year_changed"] = "school_year_changed"
