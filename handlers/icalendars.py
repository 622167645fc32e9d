"""School events for calendar programs (RFC 5545). They name no child: such files lie on other people's servers."""

from collections.abc import Sequence
from datetime import timedelta

from icalendar import Calendar, Event

from channels.school_events.model import SchoolEvent

HOUR = timedelta(hours=1)  # length of an event without an end


def icalendar(events: Sequence[SchoolEvent]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Zvonok//School events//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("refresh-interval;value=duration", "PT1H")
    for event in events:
        calendar.add_component(_entry(event))
    return bytes(calendar.to_ical())


def _entry(event: SchoolEvent) -> Event:
    entry = Event()
    entry.add("uid", f"school-event-{event.id}@zvonok")
    entry.add("sequence", event.revision)
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at or event.starts_at + HOUR)
    entry.add("summary", event.title)
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    entry.add("categories", [event.kind.value])
    if event.place:
        entry.add("location", event.place)
    if event.text:
        entry.add("description", event.text)
    return entry
