"""The journal of a course, as its teachers read it."""

from datetime import date, timedelta

from channels import policy
from channels.errors import Codes, Refusal
from channels.gradebook.model import Courses, Days, Journal, StatePosition, kinds_of
from channels.publication import ChannelName
from channels.store import Store, not_found, viewer_of

LONGEST = timedelta(days=200)  # more than half a year; teachers read a journal by periods


async def courses(store: Store, person: int) -> Courses:
    """Returns the courses the person teaches, covers today or leads, and those others teach to their class."""
    async with store.read() as tx:
        viewer = await viewer_of(tx, person)
        keeps = viewer.courses | viewer.courses_led
        return Courses(courses=await tx.journals.courses(keeps | viewer.courses_followed, keeps))


async def journal(store: Store, person: int, course: int, asked: Days) -> Journal:
    """Returns the journal of some days, from one snapshot. Raises NOT_FOUND, or BAD_REQUEST above 200 days."""
    async with store.read() as tx:
        viewer = await viewer_of(tx, person)
        if not policy.reads_journal(viewer, course):
            raise not_found()
        ref, zone, today = await tx.journals.course(course)
        until = asked.until or _monday(today) + timedelta(days=7)
        start = asked.from_ or until - timedelta(days=28)
        if not start < until <= start + LONGEST:
            raise Refusal(Codes.BAD_REQUEST, {"errors": [{"field": "until", "code": "bad_request"}]})
        channel = ChannelName(f"journal:{course}")
        position = await tx.position(channel)
        marks = await tx.journals.marks(course, start, until)
        return Journal(
            course=ref,
            keeps=course in viewer.courses | viewer.courses_led,
            zone=zone,
            position=StatePosition(channel=channel, offset=position.offset, epoch=position.epoch),
            today=today,
            students=await tx.journals.students(course, start, until),
            lessons=await tx.journals.lessons(course, start, until),
            kinds=await tx.journals.kinds(course, kinds_of(marks)),
            marks=marks,
            attendance=await tx.journals.attendance(course, start, until),
        )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
