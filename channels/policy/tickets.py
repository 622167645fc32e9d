"""Rights to write tickets to a school's office, and to answer them."""

from channels.people import Role, Viewer

SUPPORT = frozenset({Role.STAFF, Role.LEADERSHIP, Role.ADMIN})
"""Roles that answer tickets. Teachers do not: a ticket may be about them."""


def writes_ticket(viewer: Viewer, school: int) -> bool:
    """True for everybody who belongs to the school. Guests need no right to write a ticket."""
    return school in viewer.schools


def answers_tickets(viewer: Viewer, school: int) -> bool:
    return any((role, school) in viewer.roles for role in SUPPORT)


def reads_ticket(viewer: Viewer, writer: int | None, school: int) -> bool:
    return viewer.person == writer or answers_tickets(viewer, school)
