"""The register of a school: its people and classes, typed, corrected and ended by hand."""

from channels.register import class_roles, classes, guardians, people, roles
from handlers.actions.action import Access, Action

_PEOPLE, _CLASSES = "/api/schools/{school}/register/people", "/api/schools/{school}/register/classes"
_PERSON, _CLASS = f"{_PEOPLE}/{{person}}", f"{_CLASSES}/{{class}}"

REGISTER = (
    Action("people_of_school", "GET", _PEOPLE, Access.SCHOOL, "People, a part at a time", people.people),
    Action("add_person", "POST", _PEOPLE, Access.SCHOOL, "Person with a role", people.add_person, 201),
    Action("person_of_school", "GET", _PERSON, Access.SCHOOL, "All that is known of one", people.one_person),
    Action("correct_person", "PUT", _PERSON, Access.SCHOOL, "Name and contacts anew", people.correct_person),
    Action("end_person", "POST", f"{_PERSON}/end", Access.SCHOOL, "Typed person leaves", people.end_person),
    Action("give_role", "POST", f"{_PERSON}/roles", Access.SCHOOL, "Role from a day on", roles.give_role),
    Action("end_role", "POST", f"{_PERSON}/roles/end", Access.SCHOOL, "Typed role ends", roles.end_role),
    Action("join_class", "POST", f"{_PERSON}/classes", Access.SCHOOL, "Into a class", class_roles.join_class),
    Action("leave_class", "POST", f"{_PERSON}/classes/end", Access.SCHOOL, "Out of a class", class_roles.leave_class),
    Action(
        "name_guardian",
        "PUT",
        f"{_PERSON}/guardians",
        Access.SCHOOL,
        "Who follows a student, and how",
        guardians.name_guardian,
    ),
    Action(
        "end_guardian",
        "POST",
        f"{_PERSON}/guardians/end",
        Access.SCHOOL,
        "Who follows a student no more",
        guardians.end_guardian,
    ),
    Action(
        "restrict_guardian",
        "PUT",
        f"{_PERSON}/restrictions",
        Access.SCHOOL,
        "Who must not follow a student",
        guardians.restrict_guardian,
    ),
    Action(
        "lift_restriction",
        "POST",
        f"{_PERSON}/restrictions/end",
        Access.SCHOOL,
        "Typed restriction ends",
        guardians.lift_restriction,
    ),
    Action("register_classes", "GET", _CLASSES, Access.SCHOOL, "Classes with who is in them", classes.classes),
    Action("add_class", "POST", _CLASSES, Access.SCHOOL, "Class of the school", classes.add_class, 201),
    Action("correct_class", "PUT", _CLASS, Access.SCHOOL, "Name and year anew", classes.correct_class),
    Action("set_class_profile", "PUT", f"{_CLASS}/profile", Access.SCHOOL, "Its profile", classes.set_class_profile),
    Action("end_class", "POST", f"{_CLASS}/end", Access.SCHOOL, "Typed class ends", classes.end_class),
)
