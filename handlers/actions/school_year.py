"""The school year: periods, free days and bells."""

from channels.school_year import bell_schedules, year
from handlers.actions.action import Access, Action

_YEAR, _BELLS = "/api/schools/{school}/year", "/api/schools/{school}/bells"

SCHOOL_YEAR = (
    Action("school_year", "GET", _YEAR, Access.SCHOOL, "Periods, free days, days of the week", year.school_year),
    Action(
        "counted_periods",
        "GET",
        "/api/schools/{school}/periods",
        Access.SCHOOL,
        "Periods that count: own, or of rosters",
        year.counted_periods,
    ),
    Action("set_school_year", "PUT", _YEAR, Access.SCHOOL, "All of it anew", year.set_school_year),
    Action("bells", "GET", _BELLS, Access.SCHOOL, "Bells of a day, and which classes have them", bell_schedules.bells),
    Action("set_bells", "PUT", _BELLS, Access.SCHOOL, "All bells anew, from a day on", bell_schedules.set_bells),
    Action(
        "set_bells_of_day",
        "PUT",
        f"{_BELLS}/day",
        Access.SCHOOL,
        "Which classes have other bells on one day",
        bell_schedules.set_bells_of_day,
    ),
)
