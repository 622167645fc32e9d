"""What a command is: the body it takes and what runs it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import StringConstraints

from channels.store import Desk
from channels.types import Input, Shape

Key = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,100}$")]


class Keyed(Input):
    key: Key | None = None


Run = Callable[[Desk, int, Any], Awaitable[Shape]]


@dataclass(frozen=True)
class Command:
    body: type[Input]
    run: Run


def only(model: type[Input], given: Input) -> Any:
    """The part of a command that is the action's own body: a key means the same by REST and by rpc."""
    return model.model_construct(
        given.model_fields_set & model.model_fields.keys(),
        **{name: getattr(given, name) for name in model.model_fields},
    )
