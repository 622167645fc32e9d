"""The few types every shape on the wire is made of."""

from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)


def _id_from_text(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**18:
        return value
    if isinstance(value, str) and 0 < len(value) < 19 and value.isascii() and value.isdigit():
        return int(value)
    raise ValueError("an id is a string of digits")


@lru_cache(maxsize=1024)  # marks of a class, and what is told of them, have one moment
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


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment has its offset from UTC")
    return value.astimezone(UTC)


AskedMoment = Annotated[datetime, Field(strict=False), AfterValidator(_in_utc)]
"""As a client names one: with an offset."""

NO_CONTROLS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"  # line breaks and tabs pass
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=NO_CONTROLS)]


class Shape(BaseModel):
    """What the server says."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True)

    @cached_property
    def json_text(self) -> str:
        """As it leaves. Made once: what is kept with a key is also sent."""
        return self.model_dump_json()


class Input(BaseModel):
    """What a client says: unknown fields are refused, types are not guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
