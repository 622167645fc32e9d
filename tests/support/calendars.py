"""Calendars as programs read them: two libraries that know nothing of each other must find the same in one."""

from collections.abc import Iterator

import vobject
from icalendar import Calendar

Entry = tuple[str, str, object, object, str, str, str]


def read_calendar(raw: bytes) -> Calendar:
    """Returns the calendar as `icalendar` reads it, if `vobject` reads the same entries."""
    calendar = Calendar.from_ical(raw)
    assert isinstance(calendar, Calendar)
    assert sorted(_by_vobject(raw.decode())) == sorted(_by_icalendar(calendar))
    return calendar


def _by_icalendar(calendar: Calendar) -> Iterator[Entry]:
    for entry in calendar.walk("VEVENT"):
        begins, ends = entry.decoded("dtstart"), entry.decoded("dtend")
        texts = [str(entry.get(name, "")) for name in ("summary", "location", "status")]
        yield str(entry["uid"]), str(entry["sequence"]), begins, ends, *texts


def _by_vobject(text: str) -> Iterator[Entry]:
    for entry in vobject.readOne(text).contents.get("vevent", []):
        texts = [str(entry.getChildValue(name, "")) for name in ("summary", "location", "status")]
        yield entry.uid.value, entry.sequence.value, entry.dtstart.value, entry.dtend.value, *texts
