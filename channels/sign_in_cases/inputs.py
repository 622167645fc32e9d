"""Inputs of who cannot get in, and of who helps them."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from channels.notices.inputs import Address
from channels.people import Name
from channels.register.inputs import NamePart, Relation
from channels.sign_in_cases.model import Claimed, Sees, Who
from channels.types import NO_CONTROLS, Id, Input

Middle = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=NO_CONTROLS)]
ClassName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30, pattern=NO_CONTROLS)]


class TypedName(Input):
    family: NamePart
    given: NamePart
    middle: Middle = ""


class TypedChild(Input):
    """A child by its names, as a family says them, and its class."""

    family: NamePart
    given: NamePart
    class_: ClassName = Field(alias="class")


class NewCase(Input):
    """Answers to three questions, and the mail address to which the code goes that shows the answer.

    `child`: whose diary it is about; of a guardian or a trusted person. `class`: of a student who asks.
    """

    who: Who
    sees: Sees
    name: TypedName
    child: TypedChild | None = None
    class_: ClassName | None = Field(None, alias="class")
    address: Address
    language: Literal["ru", "en"] = "ru"

    @model_validator(mode="after")
    def _says_whose(self) -> Self:
        if self.who.has_child != (self.child is not None):
            raise ValueError("a child is named by a guardian or a trusted person, and by nobody else")
        return self

    @property
    def claimed(self) -> Claimed:
        child, name = self.child, self.name
        return Claimed(
            self.who,
            Name(family=name.family, given=name.given, middle=name.middle),
            None if child is None else Name(family=child.family, given=child.given),
            self.class_ if child is None else child.class_,
            self.sees,
        )


class CaseCode(Input):
    """The code of a mail, which shows that its address is theirs."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9 ]{6,12}$")]

    @property
    def digits(self) -> str:
        return self.code.replace(" ", "")


class SolvedCase(Input):
    """Act of the school that ends a case.

    `correct`: the record, as the person says it; `invite`: a new invitation to their address; `confirm`: the relation
    to the child; `close`: nothing is done here.
    """

    act: Literal["correct", "invite", "confirm", "close"]
    relation: Relation = "guardian"
    person: Id | None = None
