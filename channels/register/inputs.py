"""Inputs about people and classes that a school types itself."""

import unicodedata
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from channels.notices.inputs import Address
from channels.types import NO_CONTROLS, AskedDay, Id, Input

GivenRole = Literal["student", "guardian", "trusted", "teacher", "staff", "leadership", "admin"]
ClassRole = Literal["student", "class_teacher"]
Relation = Literal["mother", "father", "guardian", "trusted", "other"]


def _composed(text: str) -> str:
    """Returns a text in Unicode NFC, as other people's names are compared with it."""
    return unicodedata.normalize("NFC", text)


_LINE = r"^[^\x00-\x1f\x7f-\x9f]*$"
NamePart = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=_LINE),
    AfterValidator(_composed),
]
Revision = Annotated[int, Field(ge=1)]


class WantedPeople(Input):
    """People of a school whose names, address, phone or class hold each word of `q`.

    `ended` adds those who have left. `after`: the last person of the part before.
    """

    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=NO_CONTROLS)] = ""
    role: GivenRole | None = None
    class_: Id | None = Field(None, alias="class")
    ended: Annotated[bool, Field(strict=False)] = False
    after: Id | None = None


class WantedClasses(Input):
    """Classes of a school; `ended` adds those that have ended."""

    ended: Annotated[bool, Field(strict=False)] = False


class PersonFields(Input):
    """Name and contacts of a person."""

    family: NamePart
    given: NamePart
    middle: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=_LINE)] = ""
    email: Address | None = None
    phone: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9 ()-]{3,30}$")] | None = None
    identifier: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=_LINE)] | None
    ) = None


class NewPerson(PersonFields):
    """A person with a first role, from a day on (today), and a student's class.

    `meant`: it is somebody else than the person of that name and role who is there.
    """

    role: GivenRole
    from_day: AskedDay | None = None
    class_: Id | None = Field(None, alias="class")
    meant: bool = False

    @model_validator(mode="after")
    def _a_class_has_students(self) -> Self:
        if self.class_ is not None and self.role != "student":
            raise ValueError("a class is that of a student")
        return self


class CorrectedPerson(PersonFields):
    """Name and contacts, all of them anew. `revision` is that of the person who was corrected."""

    revision: Revision


class NewRole(Input):
    """A role from a day on, today if it is not said."""

    role: GivenRole
    from_day: AskedDay | None = None


class EndedRole(Input):
    """A role that ends: `day` is the first day without it, today if it is not said."""

    role: GivenRole
    day: AskedDay | None = None


class NewClassRole(Input):
    """A class that somebody comes into, or leads, from a day on (today).

    A student leaves that day the class into which they were typed before.
    """

    class_: Id = Field(alias="class")
    role: ClassRole
    from_day: AskedDay | None = None


class EndedClassRole(Input):
    """A class that somebody leaves: `day` is the first day without it, today if it is not said."""

    class_: Id = Field(alias="class")
    role: ClassRole
    day: AskedDay | None = None


class NewGuardian(Input):
    """An adult who follows a child from a day (today) until a day (exclusive). `diary`: they may read the diary.

    Of an adult who is named anew only what is said changes.
    """

    guardian: Id
    relation: Relation
    diary: bool = True
    from_day: AskedDay | None = None
    until_day: AskedDay | None = None


class EndedGuardian(Input):
    """A guardian of a child who ends: `day` is the first day without, today if it is not said."""

    guardian: Id
    day: AskedDay | None = None


class Restriction(Input):
    """An adult who must not follow a child from now on, and what they are to the child."""

    guardian: Id
    relation: Relation


class LiftedRestriction(Input):
    """An adult who may be named again as one who follows a child."""

    guardian: Id


class ClassFields(Input):
    """Name and year of a class."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30, pattern=_LINE)]
    grade: Annotated[int, Field(ge=0, le=13)] | None = None


class CorrectedClass(ClassFields):
    """Name and year of a class anew. `revision` is that of the class that was corrected."""

    revision: Revision


class ClassProfile(Input):
    """Profile of a class, none if it is empty. `revision` is that of the class to which it was given."""

    profile: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=60, pattern=_LINE), AfterValidator(_composed)
    ]
    revision: Revision


class Ended(Input):
    """Something that ends today; nothing more is asked."""
