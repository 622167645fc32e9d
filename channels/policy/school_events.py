"""Who makes school events, who sees them, and who answers for whom."""

from enum import StrEnum

from channels.people import Role, Viewer
from channels.policy.announcements import announces


class Answering(StrEnum):
    """As what somebody answers for a participant."""

    GUARDIAN = "guardian"  # of the student: a yes is the family's consent
    STUDENT = "student"  # for themself: a yes is a wish until a guardian agrees
    STAFF = "staff"  # for themself
    ORGANISER = "organiser"  # noting what a family said or signed elsewhere


def makes_school_events(viewer: Viewer, school: int) -> bool:
    """Staff; for whom is for `announces_to`."""
    return announces(viewer, school)


def opens_to_city(viewer: Viewer, school: int) -> bool:
    """Asks people of all schools to come."""
    return (Role.LEADERSHIP, school) in viewer.roles


def changes_school_event(viewer: Viewer, school: int, organiser: int) -> bool:
    """Changes, cancels, sees all answers: who organises it, and who leads the school."""
    return announces(viewer, school) and (viewer.person == organiser or opens_to_city(viewer, school))


def opens_event_chat(viewer: Viewer, school: int, organiser: int) -> bool:
    """Who organises it, since they will look after the chat."""
    return viewer.person == organiser and announces(viewer, school)


def reads_school_event(viewer: Viewer, school: int, organiser: int, *, asked: bool, city: bool) -> bool:
    """Who is asked to come or answers for somebody who is; of the city's events everybody who belongs to a school."""
    return asked or (city and bool(viewer.schools)) or changes_school_event(viewer, school, organiser)


def agrees(answering: Answering) -> bool:
    """Whether this person's yes needs nobody else's."""
    return answering is not Answering.STUDENT


def answers(answering: Answering, *, decided: bool) -> bool:
    """A student does not change what a guardian, or the organiser, has `decided`."""
    return answering is not Answering.STUDENT or not decided


def answers_late(answering: Answering) -> bool:
    """After the time for answers."""
    return answering is Answering.ORGANISER
