"""Days on which a school teaches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` (inclusive) until `end` (exclusive)."""

    first: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.end

    def within(self, other: "Span") -> "Span":
        """Returns the days that both have; empty if there are none."""
        return Span(max(self.first, other.first), max(min(self.end, other.end), max(self.first, other.first)))


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """Calendar of one range of grades: its reporting periods, and the days inside them that are free.

    `weekdays` is the number of days in its week, from Monday: 5 or 6.
    """

    weekdays: int
    periods: Sequence[Span]
    free: Sequence[Span] = ()

    def teaches_on(self, day: date) -> bool:
        """True for a weekday of the school inside a period that is not free."""
        return (
            day.isoweekday() <= self.weekdays
            and any(day in period for period in self.periods)
            and not any(day in span for span in self.free)
        )


def monday(day: date) -> date:
    """Returns the first day of its week."""
    return day - timedelta(days=day.weekday())


AHEAD = timedelta(weeks=4)  # lessons are made for this time at least, if there is a period
SUMMER = timedelta(weeks=6)  # longer than any holidays inside a year


def horizon(periods: Iterable[Span], today: date) -> date:
    """Returns the day up to which lessons are made: the end of the period that runs, or of the one that comes soon."""
    return max((period.end for period in periods if period.first <= today + AHEAD), default=today)


def end_of_year(periods: Iterable[Span], day: date) -> date:
    """Returns the last end of the periods from `day` on that no summer parts from each other; `day` without any."""
    end = day
    for period in sorted(periods, key=lambda one: one.first):
        if period.end <= day:
            continue
        if end != day and period.first - end > SUMMER:
            break
        end = max(end, period.end)
    return end
