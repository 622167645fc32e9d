"""Rights to make and see school events, and to answer for participants."""

from enum import StrEnum

from channels.people import Role, Viewer
from channels.policy.announcements import announces


class Answering(StrEnum):
    """Capacity in which somebody answers for a participant."""

    GUARDIAN = "guardian"  # of the student: a yes is the family's consent
    STUDENT = "student"  # for themself: a yes is only a wish until a guardian agrees
    STAFF = "staff"  # for themself
    ORGANISER = "organiser"  # records what a family said or signed elsewhere


def makes_school_events(viewer: Viewer, school: int) -> bool:
    """True for the school's staff. `announces_to` decides for which targets."""
    return announces(viewer, school)


def opens_to_city(viewer: Viewer, school: int) -> bool:
    """True for the school's leadership, who may ask people of all schools to come."""
    return (Role.LEADERSHIP, school) in viewer.roles


def changes_school_event(viewer: Viewer, school: int, organiser: int) -> bool:
    """True for the organiser and the school's leadership: they change, cancel and see all answers."""
    return announces(viewer, school) and (viewer.person == organiser or opens_to_city(viewer, school))


def opens_event_chat(viewer: Viewer, school: int, organiser: int) -> bool:
    """True for the organiser, who will look after the chat."""
    return viewer.person == organiser and announces(viewer, school)


def reads_school_event(viewer: Viewer, school: int, organiser: int, *, asked: bool, city: bool) -> bool:
    """True for those `asked` (also those who answer for them); for `city` events, for everybody in a school."""
    return asked or (city and bool(viewer.schools)) or changes_school_event(viewer, school, organiser)


def agrees(answering: Answering) -> bool:
    """True if this person's yes is final; a student's needs a guardian's."""
    return answering is not Answering.STUDENT


def answers(answering: Answering, *, decided: bool) -> bool:
    """True if this person may answer: a student may not once a guardian or the organiser has `decided`."""
    return answering is not Answering.STUDENT or not decided


def answers_late(answering: Answering) -> bool:
    """True for the organiser, who may still answer after the time for answers."""
    return answering is Answering.ORGANISER
