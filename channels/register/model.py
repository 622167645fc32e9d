"""People and classes of a school, as those who keep its register see them."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from channels.people import ClassRef, Name, PersonRef, Role
from channels.types import Id, Shape


class Standing(StrEnum):
    """Place of today among the days on which something holds."""

    NOW = "now"
    TO_COME = "to_come"
    ENDED = "ended"


class Lasting(Shape):
    """Base of what holds from a day until a day (exclusive); None: without a first or last day that was said.

    `typed`: by the school itself, not by a roster; None where only the past knows of it. `given`: by a family, and so
    neither.
    """

    from_day: date | None
    until_day: date | None
    standing: Standing
    typed: bool | None
    given: bool = False


class PersonRole(Lasting):
    role: Role


class PersonClass(Lasting):
    """A class that somebody is in as a student, or leads as its class teacher."""

    class_: ClassRef = Field(alias="class")
    role: Role


class PersonRelative(Lasting):
    """The other person of a guardianship, with the classes they are in. `diary`: the adult may read the child's diary.

    `restricted`: the adult must not follow the child, whatever else is said; if `typed`, by the school itself.
    `like_restricted`: a guardian is called like an adult who must not follow the child.
    """

    person: PersonRef
    classes: list[ClassRef]
    relation: str
    diary: bool
    restricted: bool
    like_restricted: bool = False


class RegisteredPerson(Shape):
    """Entry of a person in the register of a school: what holds, what is to come and what was.

    `typed`: the school typed the person itself, and may correct names and contacts. `ended`: gone from all schools.
    """

    id: Id
    name: Name
    email: str | None
    phone: str | None
    identifier: str | None
    typed: bool
    revision: int
    ended: bool
    signs_in: bool
    roles: list[PersonRole]
    classes: list[PersonClass]
    guardians: list[PersonRelative]
    children: list[PersonRelative]


class ListedChild(Shape):
    id: Id
    name: Name
    classes: list[ClassRef]


class ListedPerson(Shape):
    """A person in a list. `roles` and `classes` hold now or are to come; roles of somebody who has left once held."""

    id: Id
    name: Name
    roles: list[Role]
    classes: list[ClassRef]
    children: list[ListedChild]
    typed: bool
    ended: bool
    signs_in: bool


class PeoplePage(Shape):
    """Part of a list, by name. `found` counts all of it; the next part comes `after` the last person of this one."""

    people: list[ListedPerson]
    found: int
    more: bool


class RegisteredClass(Shape):
    """Class in the register. `profile` is that of its curriculum, from year 10 on; empty if none is said."""

    id: Id
    name: str
    grade: int | None
    profile: str
    typed: bool
    revision: int
    ended: bool
    students: int
    teachers: list[PersonRef]


class RegisteredClasses(Shape):
    classes: list[RegisteredClass]


class OneClass(Shape):
    class_: RegisteredClass = Field(alias="class")
