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


class CaseByPortal(Input):
    """Answers to three questions of who has signed in at a portal.

    `child`: whose diary it is about; of a guardian or a trusted person. `class`: of a student who asks.
    """

    who: Who
    sees: Sees
    child: TypedChild | None = None
    class_: ClassName | None = Field(None, alias="class")
    language: Literal["ru", "en"] = "ru"

    @model_validator(mode="after")
    def _says_whose(self) -> Self:
        if self.who.has_child != (self.child is not None):
            raise ValueError("a child is named by a guardian or a trusted person, and by nobody else")
        return self

    def claimed_by(self, name: Name) -> Claimed:
        child = self.child
        return Claimed(
            self.who,
            name,
            None if child is None else Name(family=child.family, given=child.given),
            self.class_ if child is None else child.class_,
            self.sees,
        )


class NewCase(CaseByPortal):
    """The same answers with a name, and the mail address to which the code goes that shows the answer."""

    name: TypedName
    address: Address

    @property
    def claimed(self) -> Claimed:
        return self.claimed_by(Name(family=self.name.family, given=self.name.given, middle=self.name.middle))


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
