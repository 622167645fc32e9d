"""Ids of people who were merged into somebody else: links and pages of before go on with the one who stays.

The ids of a request are translated before its action runs, in one read, so that no action runs twice and none has to
know of merges. An id is known to be a person's by its name; what else an input names is listed in the test of this.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel

from channels.merging.ports import Survivors
from handlers.actions.action_call import Call

OF_PEOPLE = frozenset(
    {
        "author",
        "guardian",
        "members",
        "mentions",
        "other",
        "participant",
        "people",
        "person",
        "persons",
        "student",
        "students",
        "teacher",
        "teachers",
    }
)
"""Names of the ids, in paths and inputs, that are people's: of one, or of a list."""


Given = TypeVar("Given", bound=BaseModel)


async def with_survivors(kept: Survivors, names: tuple[str, ...], call: Call) -> Call:
    """Returns the call as it is meant now: who was merged is named by whom they lead to."""
    people = {number for name, number in zip(names, call.ids, strict=True) if name in OF_PEOPLE}
    if call.given is not None:
        people.update(people_in(call.given))
    if not people:
        return call
    survivors = await kept.survivors(people)
    if not survivors:
        return call
    ids = tuple(
        survivors.get(number, number) if name in OF_PEOPLE else number
        for name, number in zip(names, call.ids, strict=True)
    )
    return replace(call, ids=ids, given=None if call.given is None else renamed(call.given, survivors))


def people_in(given: BaseModel) -> Iterable[int]:
    """Yields the ids of people in an input, at any depth."""
    for name in _fields(type(given)):
        value = getattr(given, name)
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, BaseModel):
                yield from people_in(one)
            elif name in OF_PEOPLE and isinstance(one, int):
                yield one


def renamed(given: Given, survivors: Mapping[int, int]) -> Given:
    """Returns an input that names survivors, in a list each of them once."""
    changed = {}
    for name in _fields(type(given)):
        before = getattr(given, name)
        after = _renamed(name, before, survivors)
        if after != before:
            changed[name] = after
    return given.model_copy(update=changed) if changed else given


def _renamed(name: str, value: Any, survivors: Mapping[int, int]) -> Any:
    if isinstance(value, BaseModel):
        return renamed(value, survivors)
    if isinstance(value, list):
        found = [_renamed(name, one, survivors) for one in value]
        return list(dict.fromkeys(found)) if name in OF_PEOPLE else found
    return survivors.get(value, value) if name in OF_PEOPLE and isinstance(value, int) else value


@lru_cache(maxsize=1024)
def _fields(model: type[BaseModel]) -> tuple[str, ...]:
    """Returns the fields that can name people, themselves or by what they hold."""
    return tuple(
        name
        for name, field in model.model_fields.items()
        if name in OF_PEOPLE or any(_fields(inner) for inner in models_in(field.annotation))
    )


def models_in(annotation: Any) -> Iterable[type[BaseModel]]:
    """Yields the models that a value of this type can be or hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from models_in(inner)
