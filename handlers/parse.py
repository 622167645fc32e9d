"""JSON from outside to typed input."""

import json
import re
from typing import TypeVar

from pydantic import ValidationError

from channels.errors import Codes, Refusal
from channels.types import Input
from handlers.problems import invalid

I = TypeVar("I", bound=Input)  # noqa: E741

KEY = re.compile(r"[\x21-\x7e]{1,100}")  # an idempotency key


def parse_json(model: type[I], data: bytes) -> I:
    """Raises BAD_REQUEST with the fields that are wrong."""
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise invalid(error) from None


def parse_object(data: bytes | None) -> dict[str, object]:
    """A JSON object, or BAD_REQUEST."""
    try:
        value = json.loads(data) if data else {}
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise Refusal(Codes.BAD_REQUEST)
    return value
