"""Rights to announce, and to see who has confirmed."""

from enum import StrEnum

from channels.people import Role, Viewer
from channels.policy.schools import STAFF


class AudienceOf(StrEnum):
    """Kind of target of an announcement."""

    SCHOOL = "school"
    GRADE = "grade"  # all classes of a year
    CLASS = "class"
    COURSE = "course"


class Addressed(StrEnum):
    """Group of a target's people that an announcement addresses."""

    FAMILIES = "families"
    STUDENTS = "students"
    STAFF = "staff"


def announces(viewer: Viewer, school: int) -> bool:
    """True for the school's staff. `announces_to` decides which targets they may address."""
    return any((role, school) in viewer.roles for role in STAFF)


def announces_to(viewer: Viewer, school: int, of: AudienceOf, number: int | None) -> bool:
    """True for leadership to any target in the school, for class teachers to their class, for teachers to their course.

    `number` is the id of a class or course of this school, or a grade.
    """
    if not announces(viewer, school):
        return False
    if (Role.LEADERSHIP, school) in viewer.roles:
        return True
    return (of is AudienceOf.CLASS and number in viewer.classes_led) or (
        of is AudienceOf.COURSE and number in viewer.courses
    )


def changes_announcement(viewer: Viewer, school: int, author: int) -> bool:
    """True for the author only, while they are staff of the school."""
    return viewer.person == author and announces(viewer, school)


def follows_announcement(viewer: Viewer, school: int, author: int) -> bool:
    """True for those who see who has confirmed, remind and recall: the author and the school's leadership."""
    return changes_announcement(viewer, school, author) or (Role.LEADERSHIP, school) in viewer.roles
