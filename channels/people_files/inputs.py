"""Inputs of files of people."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from channels.roster.headings import LEFT_OUT, MEANINGS
from channels.types import NO_CONTROLS, Id, Input

FILE_NAME = r"^[^\x00-\x1f\x7f/\\.][^\x00-\x1f\x7f/\\]*$"  # no path, and no hidden file


def _meant(value: str) -> str:
    if value not in MEANINGS and value != LEFT_OUT:
        raise ValueError("a meaning of a column, or - to leave it out")
    return value


class BroughtFile(Input):
    """Name of a file, as people call it. `to`: the set that it belongs to; `more`: further files of the set follow."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=FILE_NAME)] = "people"
    to: Id | None = None
    more: bool = False


class ColumnAnswer(Input):
    heading: Annotated[str, StringConstraints(min_length=1, max_length=220, pattern=NO_CONTROLS)]
    meaning: Annotated[str, AfterValidator(_meant)]


class ColumnAnswers(Input):
    """Meanings of columns, by heading; of those that are not named what was said before stays. With none the file is
    only read again.
    """

    columns: Annotated[list[ColumnAnswer], Field(max_length=400)]


class AppliedPeople(Input):
    """File to be applied as it was reported. `confirmed`: also if it ends much; `lift_restrictions`: also if an adult
    follows a child again who must not now.
    """

    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{24}$")]
    confirmed: bool = False
    lift_restrictions: bool = False
