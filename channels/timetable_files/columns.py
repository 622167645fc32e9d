"""Columns of a list of lessons: what each says, as somebody has chosen it for the files of a school."""

from collections.abc import Mapping
from enum import StrEnum


class Meaning(StrEnum):
    """Says what a column of a list is for."""

    CLASSES = "classes"
    SUBGROUP = "subgroup"
    SUBJECT = "subject"
    TEACHERS = "teachers"
    ROOM = "room"
    WEEKDAY = "weekday"
    NUMBER = "number"
    WEEKS = "weeks"
    FROM = "from"
    UNTIL = "until"


NEEDED = (Meaning.CLASSES, Meaning.SUBJECT, Meaning.WEEKDAY, Meaning.NUMBER)

Chosen = Mapping[str, Meaning | None]
"""Heading -> what somebody has said that its column says; None: it is not read."""
