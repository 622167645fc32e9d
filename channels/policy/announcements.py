"""Who announces to whom, and who sees what became of it."""

from enum import StrEnum

from channels.people import Role, Viewer
from channels.policy.schools import STAFF


class AudienceOf(StrEnum):
    """Whose people an announcement is for."""

    SCHOOL = "school"
    GRADE = "grade"  # all classes of a year
    CLASS = "class"
    COURSE = "course"


class Addressed(StrEnum):
    """Which of those people."""

    FAMILIES = "families"
    STUDENTS = "students"
    STAFF = "staff"


def announces(viewer: Viewer, school: int) -> bool:
    """Staff; to whom is for `announces_to`."""
    return any((role, school) in viewer.roles for role in STAFF)


def announces_to(viewer: Viewer, school: int, of: AudienceOf, number: int | None) -> bool:
    """Leadership to all of the school, a class teacher to the class, a teacher to the course.

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
    """A draft is its author's alone."""
    return viewer.person == author and announces(viewer, school)


def follows_announcement(viewer: Viewer, school: int, author: int) -> bool:
    """Sees who has confirmed and who has not, reminds, and calls it back: its author, and who leads the school."""
    return changes_announcement(viewer, school, author) or (Role.LEADERSHIP, school) in viewer.roles
