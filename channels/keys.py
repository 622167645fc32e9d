"""Hashes of requests with an idempotency key, stable across versions of this server.

Only the fields that the client sent count. A field that a later version adds, and that an older client never sends,
must not turn a retry into a different request when the first answer was lost on the way.
"""

import hashlib
import json
from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Any

from pydantic import BaseModel

About = tuple[str, int]
Field = tuple[type[BaseModel], str]

_NOW = b"\x02"  # prefix of a hash of the present format; hashes of the old format have 32 bytes and no prefix
_SHA256 = 32
GUESSED = 12  # fields the client did not send, at most: all combinations are tried, for hashes of the old format only


def used_for(about: About, body: BaseModel) -> bytes:
    """Returns the hash of a request: action, target and the fields that the client sent."""
    said = json.dumps(body.model_dump(mode="json", exclude_unset=True), sort_keys=True, ensure_ascii=False)
    return _NOW + _hash(about, said)


def is_same(about: About, body: BaseModel, kept: bytes) -> bool:
    """True if the stored hash `kept` is that of this request.

    It may be from an earlier version, which hashed all fields with their defaults and may have known fewer fields.
    """
    if len(kept) != _SHA256:
        return kept == used_for(about, body)
    unsaid = list(dict.fromkeys(_unsaid(body)))[:GUESSED]
    return any(
        kept == _hash(about, json.dumps(_dump(body, set(left_out)), separators=(",", ":"), ensure_ascii=False))
        for size in range(len(unsaid) + 1)
        for left_out in combinations(unsaid, size)
    )


def _hash(about: About, said: str) -> bytes:
    return hashlib.sha256(f"{about[0]}:{about[1]}:{said}".encode()).digest()


def _inside(value: Any) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _inside(each)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _inside(each)


def _unsaid(body: BaseModel) -> Iterator[Field]:
    for name in type(body).model_fields:
        if name not in body.model_fields_set:
            yield type(body), name
        for inner in _inside(getattr(body, name)):
            yield from _unsaid(inner)


def _dump(body: BaseModel, left_out: Collection[Field]) -> dict[str, Any]:
    """Dumps the model without the fields in `left_out`, in the order of `model_dump_json`."""
    dumped = body.model_dump(mode="json")
    return {
        name: _rest(getattr(body, name), dumped[name], left_out)
        for name in dumped
        if (type(body), name) not in left_out
    }


def _rest(value: Any, dumped: Any, left_out: Collection[Field]) -> Any:
    if isinstance(value, BaseModel):
        return _dump(value, left_out)
    if isinstance(value, list | tuple):
        return [_rest(one, plain, left_out) for one, plain in zip(value, dumped, strict=True)]
    return dumped
