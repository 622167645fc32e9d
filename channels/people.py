"""People as others see them, and the facts that decide their rights."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from channels.publication import ChannelName
from channels.types import Id, Moment, Shape


class Role(StrEnum):
    STUDENT = "student"
    GUARDIAN = "guardian"
    TRUSTED = "trusted"
    TEACHER = "teacher"
    CLASS_TEACHER = "class_teacher"
    STAFF = "staff"
    LEADERSHIP = "leadership"
    ADMIN = "admin"


class Name(Shape):
    family: str
    given: str
    middle: str = ""


class PersonRef(Shape):
    id: Id
    name: Name


class SchoolRef(Shape):
    id: Id
    name: str
    zone: str


class ClassRef(Shape):
    id: Id
    name: str
    grade: int | None


class RoleAt(Shape):
    role: Role
    school: Id


class Child(Shape):
    id: Id
    name: Name
    class_: ClassRef | None = Field(alias="class")
    relation: str
    channel: ChannelName


class StudentSelf(Shape):
    id: Id
    class_: ClassRef | None = Field(alias="class")
    channel: ChannelName


class Settings(Shape):
    share_seen: bool


class SecondFactorDue(Shape):
    """A second factor that a school asks for and that is not set up: until when one may go on without it."""

    until: Moment
    is_over: bool


class Me(Shape):
    person: PersonRef
    schools: list[SchoolRef]
    roles: list[RoleAt]
    children: list[Child]
    student: StudentSelf | None
    channels: list[ChannelName]
    settings: Settings
    safeguards: list[Id]  # schools in which this person looks after safety
    timetables: list[Id]  # schools whose timetable this person keeps
    second_factor: SecondFactorDue | None


@dataclass(frozen=True)
class Viewer:
    """The facts that decide what one person may see and do now (from the views in storage/views).

    The sets hold ids. `children` are the children whose diary this person follows. A restricted child is in
    `restricted` and in no other set.
    """

    person: int
    roles: frozenset[tuple[Role, int]] = frozenset()  # with the school
    schools: frozenset[int] = frozenset()  # to which this person or a child of theirs belongs
    classes: frozenset[int] = frozenset()  # own, of the children, taught or led
    courses: frozenset[int] = frozenset()  # taught, or covered today
    courses_led: frozenset[int] = frozenset()  # of the schools this person leads
    courses_followed: frozenset[int] = frozenset()  # of the students whose class teacher this person is
    students_led: frozenset[int] = frozenset()  # of the classes this person is class teacher of
    children: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset()  # this person or a child, after leaving a school that lets leavers read the past
    restricted: frozenset[int] = frozenset()
    classes_led: frozenset[int] = frozenset()  # as class teacher
    chats: frozenset[int] = frozenset()
    chats_led: frozenset[int] = frozenset()  # supervised ones, of the schools this person leads
    safeguards: frozenset[int] = frozenset()  # schools in which this person looks after safety
    timetables: frozenset[int] = frozenset()  # schools to whose timetable this person is appointed
    share_seen: bool | None = None

    def leads(self, schools: Collection[int]) -> bool:
        return any((Role.LEADERSHIP, school) in self.roles for school in schools)

    def has(self, *roles: Role) -> bool:
        return any(role in roles for role, _ in self.roles)


class Cover(NamedTuple):
    """Days on which somebody covers for a teacher of a course, the end exclusive; with `lesson` only that lesson."""

    from_day: date
    until_day: date
    lesson: int | None = None


@dataclass(frozen=True)
class CourseRights:
    """The facts that decide what one person may write into the journal of one course now."""

    leads: bool  # the school
    teaches: bool  # the course, not only covering for somebody
    covers: tuple[Cover, ...] = ()  # those that include today


def sign_in_name(typed: str) -> str:
    """Returns a typed sign-in name as it is stored: without blanks around it, in Unicode NFC."""
    return unicodedata.normalize("NFC", typed).strip()
