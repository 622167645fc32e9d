"""Inputs of announcements (docs/PROTOCOL.md)."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from channels.announcements.model import Target, Variant
from channels.policy import Addressed, AudienceOf
from channels.types import NO_CONTROLS, AskedDay, AskedMoment, Id, Input

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=150, pattern=NO_CONTROLS)]
Body = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000, pattern=NO_CONTROLS)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=200, pattern=NO_CONTROLS)]
Grade = Annotated[int, Field(ge=0, le=13)]


class AskedTarget(Input):
    of: Annotated[AudienceOf, Field(strict=False)]
    class_: Id | None = Field(default=None, alias="class")
    course: Id | None = None
    grade: Grade | None = None
    to: Annotated[list[Annotated[Addressed, Field(strict=False)]], Field(min_length=1, max_length=3)]

    @model_validator(mode="after")
    def _one_audience(self) -> Self:
        given = {
            AudienceOf.GRADE: self.grade is not None,
            AudienceOf.CLASS: self.class_ is not None,
            AudienceOf.COURSE: self.course is not None,
        }
        if any(there != (of is self.of) for of, there in given.items()):
            raise ValueError("name the class, the course or the grade that `of` says, and nothing else")
        return self

    @property
    def target(self) -> Target:
        return Target(of=self.of, class_=self.class_, course=self.course, grade=self.grade, to=sorted(set(self.to)))


class AskedVariant(Input):
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    title: Title
    text: Body

    @property
    def variant(self) -> Variant:
        return Variant(language=self.language, title=self.title, text=self.text)


AskedTargets = Annotated[list[AskedTarget], Field(min_length=1, max_length=50)]


class NewAnnouncement(Input):
    """Draft of an announcement."""

    title: Title
    text: Body
    variants: Annotated[list[AskedVariant], Field(max_length=5)] = []
    targets: AskedTargets
    confirm: bool = False
    confirm_until: AskedDay | None = None
    urgent: Reason | None = None  # why it passes quiet hours and what was turned off; that is noted

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.confirm_until is not None and not self.confirm:
            raise ValueError("confirm_until goes with confirm")
        languages = [variant.language for variant in self.variants]
        if len(set(languages)) < len(languages):
            raise ValueError("one variant a language")
        return self


class ChangedAnnouncement(NewAnnouncement):
    """A draft, replaced as a whole. `revision` is the one it was read at."""

    revision: Annotated[int, Field(ge=1, lt=2**31)]


class Sending(Input):
    """Request to send a draft. `digest` is that of the proof that was looked at. `at`: not now, but then."""

    revision: Annotated[int, Field(ge=1, lt=2**31)]
    digest: Annotated[str, Field(max_length=64)]
    keep_names: bool = False  # even if the text names a child of another family
    at: AskedMoment | None = None


class PageBefore(Input):
    """Page of a list. `before` is the id of the last item of the previous page."""

    before: Annotated[Id, Field(strict=False)] | None = None


class Written(PageBefore):
    """Page of announcements. `all`: those of the whole school, for its leadership."""

    all: Annotated[bool, Field(strict=False)] = False
