"""Quiet hours: what is not urgent is held until the first minute that no rule forbids."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from channels import zones

DAY = 24 * 60  # minutes
LONGEST = timedelta(days=7)  # nothing is held longer, even where the rules together leave no minute
_MINUTE = timedelta(minutes=1)
_WEEKEND = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class Window:
    """Time from one minute of the day until another, which may be on the next day. The same minute twice: a whole
    day."""

    begins: int
    ends: int
    weekdays: frozenset[int] = frozenset(range(7))  # on which it begins; Monday is 0


@dataclass(frozen=True, slots=True)
class QuietHours:
    """One rule, of the law, a school or a person. Times of day are what clocks in its zone show."""

    zone: str
    windows: tuple[Window, ...] = ()
    closed: frozenset[date] = frozenset()  # days that are quiet from midnight to midnight

    def covers(self, moment: datetime) -> bool:
        """True if it is quiet at this moment."""
        return self._still(moment) > 0

    def leaves(self, moment: datetime) -> datetime:
        """Returns a later moment, at the latest the end of the quiet. `moment` must be a covered one."""
        ahead = moment + self._still(moment) * _MINUTE
        zone = zones.zone(self.zone)
        same_clock = moment.astimezone(zone).utcoffset() == ahead.astimezone(zone).utcoffset()
        return ahead if same_clock else moment + _MINUTE  # the clocks change in between: go minute by minute

    def _still(self, moment: datetime) -> int:
        """Returns the minutes that it stays quiet if nobody changes the clocks, 0 if it is not quiet."""
        local = moment.astimezone(zones.zone(self.zone))
        minute, today = local.hour * 60 + local.minute, local.weekday()
        longest = DAY - minute if local.date() in self.closed else 0
        for window in self.windows:
            until = window.ends if window.ends > window.begins else window.ends + DAY
            if today in window.weekdays and window.begins <= minute < until:
                longest = max(longest, until - minute)
            if (today - 1) % 7 in window.weekdays and minute < until - DAY:  # it began yesterday
                longest = max(longest, until - DAY - minute)
        return longest


def of_school(
    zone: str, night: Window | None, *, weekend: bool = False, closed: frozenset[date] = frozenset()
) -> QuietHours:
    """Builds a school's rule from its night, its weekends and its days without school."""
    windows = [*([night] if night else []), *([Window(0, 0, _WEEKEND)] if weekend else [])]
    return QuietHours(zone, tuple(windows), closed)


def first_allowed(moment: datetime, rules: Sequence[QuietHours]) -> datetime:
    """Returns `moment`, or the first whole minute after it that no rule covers; at most `LONGEST` later."""
    limit = moment + LONGEST
    allowed = moment
    while covering := [rule for rule in rules if rule.covers(allowed)]:
        minute = allowed.replace(second=0, microsecond=0)
        allowed = max(rule.leaves(minute) for rule in covering)
        if allowed >= limit:
            return limit
    return allowed
