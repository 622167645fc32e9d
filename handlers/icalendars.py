"""School events and lessons for calendar programs (RFC 5545, 7986).

No person is named: such files lie on other people's servers.
"""

import hashlib
from datetime import timedelta

from icalendar import Calendar, Event

from channels.calendars import Followed
from channels.school_events.model import SchoolEvent
from channels.timetable.model import TimetableLesson
from channels.timetable_files.ports import Stamp

HOUR = timedelta(hours=1)  # length of an event without an end


def installation(secret: bytes) -> str:
    """Returns the name of this installation in the ids of entries, which are unique in the whole world (RFC 7986, 5.3):
    a person may follow the calendars of two schools.
    """
    return f"{hashlib.blake2b(secret, digest_size=8, person=b'installation').hexdigest()}.zvonok"


def icalendar(followed: Followed, installation: str) -> bytes:
    """Returns the calendar's bytes: lines of at most 75 octets. The same contents give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Zvonok//School//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("refresh-interval;value=duration", "PT1H")
    if followed.name:
        calendar.add("name", followed.name)
        calendar.add("x-wr-calname", followed.name)  # what programs read that are older than RFC 7986
    for event in followed.events:
        calendar.add_component(_entry(event, installation))
    for lesson in followed.lessons:
        if lesson.starts_at is not None:  # else nobody has said when it is
            stamp = followed.stamps[lesson.id]
            cancelled = lesson.cancelled or lesson.id in followed.held_by_others
            entry = _lesson(lesson, stamp, installation, with_class=followed.with_classes, cancelled=cancelled)
            calendar.add_component(entry)
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


def _lesson(lesson: TimetableLesson, stamp: Stamp, installation: str, *, with_class: bool, cancelled: bool) -> Event:
    entry = Event()
    entry.add("uid", f"lesson-{lesson.id}@{installation}")
    entry.add("sequence", stamp.sequence)
    entry.add("dtstamp", stamp.changed_at)
    entry.add("last-modified", stamp.changed_at)
    entry.add("dtstart", lesson.starts_at)
    entry.add("dtend", lesson.ends_at)
    entry.add("summary", ", ".join(filter(None, [lesson.subject, lesson.class_ if with_class else ""])))
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    entry.add("categories", ["lesson"])
    if lesson.room:
        entry.add("location", lesson.room)
    if lesson.deviation is not None and (words := lesson.deviation.instead or lesson.deviation.note):
        entry.add("description", words)
    return entry
