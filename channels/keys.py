"""What an idempotency key was used for, told so that the next version of this server tells it alike.

Only what the client said counts. A field that a later version knows, and that an older client never sends, must not
make another request of a retry whose first answer was lost on the way.
"""

import hashlib
import json
from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Any

from pydantic import BaseModel

About = tuple[str, int]
Field = tuple[type[BaseModel], str]

_NOW = b"\x02"  # before a hash of the present way; those of before have 32 bytes and no mark
_SHA256 = 32
GUESSED = 12  # fields that the client did not send: their combinations are tried, for keys of before only


def used_for(about: About, body: BaseModel) -> bytes:
    said = json.dumps(body.model_dump(mode="json", exclude_unset=True), sort_keys=True, ensure_ascii=False)
    return _NOW + _hash(about, said)


def is_same(about: About, body: BaseModel, kept: bytes) -> bool:
    """Whether what was kept with a key is of this request, also when an earlier version has kept it: with all
    defaults of the fields that it knew, which may be fewer than ours."""
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
    """As `model_dump_json` would order it, of a model without those fields."""
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
