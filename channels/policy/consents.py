"""Rights to publish texts that people consent to, and to answer them."""

from collections.abc import Collection
from typing import Literal

from channels.people import Role, Viewer
from channels.policy.schools import is_staff_of, keeps_register

Followed = Collection[tuple[int, int]]
"""Children, each with a school, whom the viewer follows now as a guardian of the family."""


def keeps_consents(viewer: Viewer, school: int) -> bool:
    """True for those who publish texts of the school and see how many have answered: its leadership and admins."""
    return keeps_register(viewer, school)


def answers_consent(
    viewer: Viewer, school: int, role: Literal["guardian", "staff"], student: int | None, followed: Followed
) -> bool:
    """True for a guardian of the family, for a child of theirs at this school, and for staff, for themselves.

    Never for somebody trusted with the child or kept from it, who is not in `followed`, and never for a student.
    """
    if viewer.has(Role.STUDENT):
        return False
    if role == "staff":
        return student is None and is_staff_of(viewer, school)
    return student is not None and (student, school) in followed and student not in viewer.restricted


def sees_own_answer(viewer: Viewer, student: int | None) -> bool:
    """True for what the viewer has said, also if they are not asked any more; a restriction hides the child."""
    return student not in viewer.restricted


def reads_consent_version(viewer: Viewer, school: int, *, is_asked: bool, has_answered: bool) -> bool:
    """True for who is asked for the text, who has answered it, and who publishes texts of the school."""
    return is_asked or has_answered or keeps_consents(viewer, school)
