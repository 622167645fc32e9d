"""Inputs of a timetable's file."""

from typing import Annotated

from pydantic import Field, StringConstraints

from channels.timetable_files.school_names import NameKind
from channels.types import NO_CONTROLS, AskedDay, Id, Input, Words


class WantedImport(Input):
    """A file's timetable as it would be from a day on; `term` is the place of one of the terms that the file has."""

    from_day: AskedDay
    term: Annotated[int, Field(ge=0, le=100)] | None = None


class ImportAnswer(Input):
    """Meaning of a name of a file. `target` null: nobody, no room, or rows that are not wanted."""

    kind: Annotated[NameKind, Field(strict=False)]
    name: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=NO_CONTROLS)]
    target: Id | None


class ImportAnswers(WantedImport):
    answers: Annotated[list[ImportAnswer], Field(max_length=2000)]


class AppliedImport(WantedImport):
    """A file to be applied as it was previewed. `confirmed`: also if little or nothing of the pattern is left."""

    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{24}$")]
    confirmed: bool = False
    word: Words = ""
