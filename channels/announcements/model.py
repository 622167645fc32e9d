"""Shapes of announcements, as they are stored and shown (docs/PROTOCOL.md)."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from channels.people import ClassRef, PersonRef
from channels.policy import Addressed, AudienceOf
from channels.types import Id, Moment, Shape

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
"""An ISO 639 code."""


class Target(Shape):
    """Target of an announcement. `class` and `course` are ids, `grade` is a year; all three null: the whole school."""

    of: AudienceOf
    class_: Id | None = Field(default=None, alias="class")
    course: Id | None = None
    grade: int | None = None
    to: list[Addressed]

    @property
    def number(self) -> int | None:
        return {
            AudienceOf.SCHOOL: None,
            AudienceOf.GRADE: self.grade,
            AudienceOf.CLASS: self.class_,
            AudienceOf.COURSE: self.course,
        }[self.of]


class Variant(Shape):
    """Same text in another language, translated by a person."""

    language: Language
    title: str
    text: str


class State(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENT = "sent"
    RECALLED = "recalled"


class Because(Shape):
    """Reason why somebody is addressed. `student` is the child, or the student themself; null for staff."""

    addressed: Addressed
    student: PersonRef | None
    class_: ClassRef | None = Field(alias="class")


class AudienceCourse(Shape):
    id: Id
    title: str
    subject: str


class Audiences(Shape):
    """Targets to which one may announce in a school: all of it, years, classes, courses.

    `city`: one may also open what happens here to other schools.
    """

    school: bool
    city: bool
    grades: list[int]
    classes: list[ClassRef]
    courses: list[AudienceCourse]


class Recipient(Shape):
    person: PersonRef
    why: list[Because]


class NamedChild(Shape):
    """A child whom the text names, and how many people of other families would read it."""

    student: PersonRef
    class_: ClassRef | None = Field(alias="class")
    others: int


class Proof(Shape):
    """Preview of whom it would reach now. `digest` stands for exactly these people and reasons: sending names it.

    `joined` and `left` compare with the author's last announcement to the same audience; null: there was none. At most
    1,000 `recipients` are listed, the counts are of all. `urgent_lately`: how many urgent announcements the author has
    sent in this school in the last 30 days.
    """

    digest: str
    people: int
    families: int
    students: int
    staff: int
    recipients: list[Recipient]
    joined: list[PersonRef] | None
    left: list[PersonRef] | None
    named: list[NamedChild]
    urgent_lately: int


class Counts(Shape):
    """Numbers of people addressed and of confirmations. Families count by children: one adult of each is enough."""

    people: int = 0
    families: int = 0
    families_confirmed: int = 0
    students: int = 0
    students_confirmed: int = 0
    staff: int = 0
    staff_confirmed: int = 0


class Announcement(Shape):
    """An announcement as its author and leadership see it. `urgent`: why it could not wait; null: it could."""

    id: Id
    school: Id
    author: PersonRef
    title: str
    text: str
    variants: list[Variant]
    targets: list[Target]
    confirm: bool
    confirm_until: date | None
    urgent: str | None
    state: State
    revision: int
    send_at: Moment | None
    sent_at: Moment | None
    recalled_at: Moment | None
    counts: Counts


class OneAnnouncement(Shape):
    announcement: Announcement


class Announcements(Shape):
    """Page of announcements, newest first. `more`: there are older ones."""

    announcements: list[Announcement]
    more: bool


class Received(Shape):
    """An announcement as its reader sees it. A recalled one has no words any more."""

    id: Id
    school: Id
    author: PersonRef
    title: str
    text: str
    variants: list[Variant]
    confirm: bool
    confirm_until: date | None
    urgent: str | None
    sent_at: Moment
    recalled_at: Moment | None
    confirmed_at: Moment | None
    why: list[Because]


class OneReceived(Shape):
    announcement: Received


class AllReceived(Shape):
    """Page of announcements, newest first. `more`: there are older ones."""

    announcements: list[Received]
    more: bool


class HowTold(StrEnum):
    """Best way by which somebody has been told so far."""

    LIVE = "live"  # an open page of theirs has it
    PUSH = "push"
    MAIL = "mail"
    WEBHOOK = "webhook"
    WAITING = "waiting"  # for quiet hours to be over, for a digest, for a carrier
    OFF = "off"  # they have turned it off
    UNREACHABLE = "unreachable"  # no address, or none that works


class Confirmation(Shape):
    """A reader and their confirmation. `waits_until`: when they will be told, if that is later and known."""

    person: PersonRef
    confirmed_at: Moment | None
    reachable: bool  # has an account, without which nobody can confirm
    told: HowTold
    waits_until: Moment | None


class Household(Shape):
    """People of whom one confirmation is expected: the adults of a child, or one student, or one of the staff."""

    addressed: Addressed
    student: PersonRef | None
    class_: ClassRef | None = Field(alias="class")
    confirmed: bool
    people: list[Confirmation]


class Readers(Shape):
    """Confirmations of an announcement by household. `told`: number of people by how they have been told."""

    counts: Counts
    told: dict[HowTold, int]
    households: list[Household]
