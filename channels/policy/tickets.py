"""Who asks the school's office for something, and who answers."""

from channels.people import Role, Viewer

SUPPORT = frozenset({Role.STAFF, Role.LEADERSHIP, Role.ADMIN})
"""Teachers do not: what is asked may be about them."""


def writes_ticket(viewer: Viewer, school: int) -> bool:
    """Whoever belongs there. Guests write without any right."""
    return school in viewer.schools


def answers_tickets(viewer: Viewer, school: int) -> bool:
    return any((role, school) in viewer.roles for role in SUPPORT)


def reads_ticket(viewer: Viewer, writer: int | None, school: int) -> bool:
    return viewer.person == writer or answers_tickets(viewer, school)
