"""The school week: the year, its periods and free days."""

from channels.timetable import school_year
from handlers.actions.action import Access, Action

_YEAR = "/api/schools/{school}/year"

TIMETABLE = (
    Action("school_year", "GET", _YEAR, Access.SCHOOL, "Periods, free days, days of the week", school_year.school_year),
    Action("set_school_year", "PUT", _YEAR, Access.SCHOOL, "All of it anew", school_year.set_school_year),
)
