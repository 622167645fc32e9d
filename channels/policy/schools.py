"""Rules that each school decides for itself, and the rights to set and read them."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from channels.people import Role, Viewer

STAFF = (Role.TEACHER, Role.CLASS_TEACHER, Role.STAFF, Role.LEADERSHIP, Role.ADMIN)


class Office(StrEnum):
    """Office to which a school's leadership appoints its staff."""

    SAFEGUARDING = "safeguarding"
    TIMETABLE = "timetable"


class SchoolRule(StrEnum):
    """Rule that each school decides for itself."""

    STAFF_WRITE_STUDENTS = "staff_write_students"
    STUDENTS_WRITE_EACH_OTHER = "students_write_each_other"
    FAMILIES_WRITE_EACH_OTHER = "families_write_each_other"
    GROUPS_SPAN_SCHOOLS = "groups_span_schools"
    LEAVERS_READ_PAST = "leavers_read_past"


RULES: dict[SchoolRule, bool] = {
    SchoolRule.STAFF_WRITE_STUDENTS: True,
    SchoolRule.STUDENTS_WRITE_EACH_OTHER: False,
    SchoolRule.FAMILIES_WRITE_EACH_OTHER: False,
    SchoolRule.GROUPS_SPAN_SCHOOLS: False,
    SchoolRule.LEAVERS_READ_PAST: False,
}
"""Default of each rule, for schools that have not decided it."""


def rules_in_force(decided: Mapping[SchoolRule, bool]) -> frozenset[SchoolRule]:
    """Returns the allowed rules of a school with these decisions; the rest follows `RULES`."""
    return frozenset(rule for rule, allowed in {**RULES, **decided}.items() if allowed)


def keeps_hours(viewer: Viewer) -> bool:
    """True for staff, who may set office hours."""
    return viewer.has(*STAFF)


def sets_rules(viewer: Viewer, school: int) -> bool:
    return (Role.LEADERSHIP, school) in viewer.roles


def appoints(viewer: Viewer, school: int) -> bool:
    return (Role.LEADERSHIP, school) in viewer.roles


def may_be_appointed(person: Viewer, school: int) -> bool:
    """True for the school's staff."""
    return is_staff_of(person, school)


def keeps_timetable(viewer: Viewer, school: int) -> bool:
    """True for those who set the school's year and timetable: its leadership, admins, and who is appointed to it."""
    return school in viewer.timetables or not {(Role.LEADERSHIP, school), (Role.ADMIN, school)}.isdisjoint(viewer.roles)


def keeps_register(viewer: Viewer, school: int) -> bool:
    """True for those who type people and classes of the school, and bring files of them: its leadership and admins."""
    return not {(Role.LEADERSHIP, school), (Role.ADMIN, school)}.isdisjoint(viewer.roles)


def keeps_portals(viewer: Viewer, school: int) -> bool:
    """True for the school's admins: who keeps its portals decides by whose word people come in."""
    return (Role.ADMIN, school) in viewer.roles


def gives_school_role(viewer: Viewer, school: int, role: str, *, led: bool) -> bool:
    """True if the viewer may give and end this role; leadership, which reads every diary, is given by leadership.

    `led`: the school has leadership. Until it does, an admin gives the first one.
    """
    if role == Role.LEADERSHIP and led:
        return viewer.leads([school])
    return keeps_register(viewer, school)


def timetables_kept(viewer: Viewer) -> list[int]:
    """Returns the schools whose timetable the viewer keeps."""
    return sorted(school for school in {school for _, school in viewer.roles} if keeps_timetable(viewer, school))


def schools_of_timetable(viewer: Viewer, teacher: int, schools: Collection[int]) -> list[int]:
    """Returns those of a teacher's schools whose lessons the viewer reads: all own ones, else those of colleagues."""
    return [school for school in schools if teacher == viewer.person or is_staff_of(viewer, school)]


def reads_timetable_of_class(viewer: Viewer, class_: int, school: int) -> bool:
    """True for the class with its families and teachers, and for the staff of its school."""
    return class_ in viewer.classes or is_staff_of(viewer, school)


def is_staff_of(viewer: Viewer, school: int) -> bool:
    return any((role, school) in viewer.roles for role in STAFF)
