"""Texts and consents as the school and its people see them."""

from typing import Literal

from pydantic import Field

from channels.consents.rules import AnswerState
from channels.people import ClassRef, PersonRef, SchoolRef
from channels.types import Id, Moment, Shape

AskedRole = Literal["guardian", "staff"]
"""Who is asked: guardians for each of their children, or staff for themselves."""


class TextTitle(Shape):
    """Title of a text; there may be no English one."""

    ru: str
    en: str | None


class TextWords(Shape):
    title: str
    words: str


class VersionHead(Shape):
    """A version of a text without its words. `required`: it is asked for until it is answered."""

    number: int
    title: TextTitle
    required: bool
    published_at: Moment


class ConsentVersion(Shape):
    """A version of a text, never changed. `is_present`: it is the one that is asked for now."""

    text: Id
    number: int
    school: str
    role: AskedRole
    required: bool
    published_at: Moment
    is_present: bool
    ru: TextWords
    en: TextWords | None


class MyConsent(Shape):
    """A text for me or for one of my children, with what I said to it.

    `present`: the version that is asked for; null if I am not asked any more. `is_due`: I have not answered that one.
    `answered`: the version that I answered last, with when; `consent` is that answer.
    """

    text: Id
    school: SchoolRef
    role: AskedRole
    title: TextTitle
    child: PersonRef | None
    required: bool
    present: int | None
    is_due: bool
    state: AnswerState
    consent: Id | None
    answered: int | None
    answered_at: Moment | None
    withdrawn_at: Moment | None


class MyConsents(Shape):
    """Texts that I am asked for or have answered: what is due comes first, then what holds."""

    consents: list[MyConsent]


class AnswerCounts(Shape):
    """Numbers of those who are asked now, by their answer to the present version; `open` have not answered it.

    Of a text for guardians every guardian counts for each child.
    """

    given: int
    refused: int
    withdrawn: int
    open: int


class ConsentText(Shape):
    """A text of the school. `ended_at`: nobody is asked for it since then."""

    id: Id
    role: AskedRole
    present: VersionHead
    ended_at: Moment | None
    counts: AnswerCounts


class ConsentTexts(Shape):
    """Texts of a school, the newest first. `more`: there are others after these."""

    texts: list[ConsentText]
    more: bool


class ClassCounts(Shape):
    """Answers of the guardians of one class; `class` is null for children without one."""

    class_: ClassRef | None = Field(alias="class")
    counts: AnswerCounts


class OneConsentText(Shape):
    """A text with its versions, the newest first, at most 50, and of a text for guardians the answers by class."""

    text: ConsentText
    versions: list[VersionHead]
    classes: list[ClassCounts]
