"""Parses JSON from outside to typed input."""

from typing import TypeVar

from pydantic import ValidationError

from channels.types import Input
from handlers.problems import invalid

I = TypeVar("I", bound=Input)  # noqa: E741


def parse_json(model: type[I], data: bytes) -> I:
    """Returns the input. Raises BAD_REQUEST with the fields that are wrong."""
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise invalid(error) from None
