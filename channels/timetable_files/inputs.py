"""Inputs of a timetable's file."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from channels.timetable_files.columns import Meaning
from channels.timetable_files.school_names import MADE, NameKind
from channels.types import NO_CONTROLS, AskedDay, Id, Input, Words

MOST_COLUMNS = 200
LONGEST_HEADING = 120  # characters


class ChosenColumn(Input):
    """Column of a list of lessons, and what it says; null: it is not read."""

    heading: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_HEADING, pattern=NO_CONTROLS)]
    meaning: Annotated[Meaning, Field(strict=False)] | None


class ChosenColumns(Input):
    """Columns of a list of lessons, all of them in their order: by these headings the next file is known again."""

    columns: Annotated[list[ChosenColumn], Field(min_length=2, max_length=MOST_COLUMNS)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        headings = [one.heading for one in self.columns]
        meanings = [one.meaning for one in self.columns if one.meaning is not None]
        if len(set(headings)) < len(headings) or len(set(meanings)) < len(meanings):
            raise ValueError("each heading and each meaning once")
        return self


class WantedImport(Input):
    """A file's timetable as it would be from a day on; `term`, from 1, is one of the terms that the file has."""

    from_day: AskedDay
    term: Annotated[int, Field(ge=1, le=100)] | None = None


class ImportAnswer(Input):
    """Meaning of a name of a file. `target` null: nobody, no room, or rows that are not wanted.

    `is_new`: the school lacks this subject or room, and it is made when the file is applied. An empty `name` is that of
    lessons without a subject.
    """

    kind: Annotated[NameKind, Field(strict=False)]
    name: Annotated[str, StringConstraints(max_length=300, pattern=NO_CONTROLS)]
    target: Id | None = None
    is_new: bool = False

    @model_validator(mode="after")
    def _of_a_kind_that_is_made(self) -> Self:
        if self.is_new and (self.kind not in MADE or self.target is not None or not self.name):
            raise ValueError("only a subject or a room with a name is new")
        return self


class ImportAnswers(WantedImport):
    answers: Annotated[list[ImportAnswer], Field(max_length=2000)]


class AppliedImport(WantedImport):
    """A file to be applied as it was previewed. `confirmed`: also if little or nothing of the pattern is left."""

    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{24}$")]
    confirmed: bool = False
    word: Words = ""
