"""School events for calendar programs (RFC 5545, 7986). No child is named: such files lie on other people's servers."""

import hashlib
from datetime import timedelta

from icalendar import Calendar, Event

from channels.school_events.calendar import Followed
from channels.school_events.model import SchoolEvent

HOUR = timedelta(hours=1)  # length of an event without an end


def installation(secret: bytes) -> str:
    """Returns the name of this installation in the ids of entries, which are unique in the whole world (RFC 7986, 5.3):
    a person may follow the calendars of two schools.
    """
    return f"{hashlib.blake2b(secret, digest_size=8, person=b'installation').hexdigest()}.zvonok"


def icalendar(followed: Followed, installation: str) -> bytes:
    """Returns the calendar's bytes: lines of at most 75 octets. The same contents give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Zvonok//School events//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("refresh-interval;value=duration", "PT1H")
    if followed.schools:
        name = ", ".join(followed.schools)
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)  # what programs read that are older than RFC 7986
    for event in followed.events:
        calendar.add_component(_entry(event, installation))
    return bytes(calendar.to_ical())


def etag(calendar: bytes) -> str:
    """Returns the value of an ETag header, without its quotes."""
    return hashlib.sha256(calendar).hexdigest()[:32]


def _entry(event: SchoolEvent, installation: str) -> Event:
    entry = Event()
    entry.add("uid", f"school-event-{event.id}@{installation}")
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
