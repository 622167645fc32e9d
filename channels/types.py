"""Basic types that all inputs, shapes and facts on the wire are made of."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)


def _id_from_text(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**18:
        return value
    if isinstance(value, str) and 0 < len(value) < 19 and value.isascii() and value.isdigit():
        return int(value)
    raise ValueError("an id is a string of digits")


@lru_cache(maxsize=1024)  # marks of a class, and the facts about them, share one moment
def _moment(value: datetime) -> str:
    return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")


# Ids are numbers inside and opaque strings outside: JavaScript must not do arithmetic on them.
Id = Annotated[
    int,
    BeforeValidator(_id_from_text),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,18}$"}),
]
Moment = Annotated[
    datetime,
    PlainSerializer(_moment, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


YEARS = range(1990, 2200)  # plausible years of days and moments; arithmetic on them stays within the calendar
MOST = 2**63  # PostgreSQL's integers are below
_NUL = "text without the character NUL"
_RANGE = "within what a calendar or a counter holds"


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment has its offset from UTC")
    if value.year not in YEARS:  # checked before the conversion, which fails at the limits of the calendar
        raise ValueError(_RANGE)
    return value.astimezone(UTC)


_WEEK = re.compile(r"([0-9]{4})-W[0-9]{2}")


def _written(value: Any) -> Any:
    """Refuses numbers and texts of digits, which pydantic would read as seconds since 1970."""
    if isinstance(value, int | float) or (isinstance(value, str) and "-" not in value.strip()[1:]):
        raise ValueError("a day or a moment is written as in ISO 8601")
    return value


def _meant_week(value: str) -> str:
    match = _WEEK.fullmatch(value)
    if match is None or int(match[1]) not in YEARS:
        raise ValueError("a week is written like 2026-W48")
    return value


AskedMoment = Annotated[datetime, Field(strict=False), BeforeValidator(_written), AfterValidator(_in_utc)]
"""A moment as clients write it: with an offset from UTC."""
AskedDay = Annotated[date, Field(strict=False), BeforeValidator(_written)]
AskedWeek = Annotated[str, AfterValidator(_meant_week)]

NO_CONTROLS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"  # line breaks and tabs pass
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=NO_CONTROLS)]


class Shape(BaseModel):
    """Base of the server's answers and facts."""

    model_config = ConfigDict(
        frozen=True,
        populate_by_name=True,
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,  # nothing is left out of an answer
    )

    @cached_property
    def json_text(self) -> str:
        """The JSON text as it is sent. Made once: the same text is stored with the idempotency key."""
        return self.model_dump_json()


class Fact(Shape):
    """Base of the facts in publications; `type` names the fact."""

    type: str


class Input(BaseModel):
    """Base of the clients' inputs. Refuses unknown fields, wrong types and values that the database cannot hold."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    checked_later: ClassVar[frozenset[str]] = frozenset()
    """Fields not checked here: their action checks the characters and refuses with a code of its own."""

    @field_validator("*", mode="after")
    @classmethod
    def _can_be_held(cls, value: Any, info: ValidationInfo) -> Any:
        if info.field_name not in cls.checked_later and (fault := _unheld(value)):
            raise ValueError(fault)
        return value


def _unheld(value: Any) -> str | None:
    if isinstance(value, str):
        return _NUL if "\0" in value else None
    if isinstance(value, int):
        return None if -MOST <= value < MOST else _RANGE
    if isinstance(value, date):
        return None if value.year in YEARS else _RANGE
    if isinstance(value, Mapping):
        return _unheld([*value, *value.values()])
    if isinstance(value, Iterable) and not isinstance(value, BaseModel):
        return next((fault for each in value if (fault := _unheld(each)) is not None), None)
    return None
