"""Statements as the server asks them, and what PostgreSQL says of their plans."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from storage.pool import Connection


@dataclass
class Recorder:
    """A connection that keeps what it was asked."""

    connection: Connection
    asked: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)

    def _ask(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def ask(sql: str, *values: Any) -> Any:
            self.asked.append((sql, values))
            return await getattr(self.connection, name)(sql, *values)

        return ask

    def __getattr__(self, name: str) -> Any:
        return self._ask(name) if name.startswith(("fetch", "execute")) else getattr(self.connection, name)


def literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool | int | float):
        return str(value).lower()
    if isinstance(value, list | tuple | set | frozenset):
        return f"array[{', '.join(map(literal, value))}]" if value else "'{}'"
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'"
    if isinstance(value, timedelta):
        return f"'{value.total_seconds()} seconds'"
    return "'" + str(value).replace("'", "''") + "'"


async def prepare(db: Connection, name: str, sql: str) -> list[str]:
    """As SQL knows it, so that its plan can be looked at; the types of its parameters."""
    types = [each.name for each in (await db.prepare(sql)).get_parameters()]
    types = [re.sub(r"^_?(.*?)(\[\])?$", r"\1[]", each) if each.endswith("[]") else each for each in types]
    await db.execute(f'prepare "{name}" ({", ".join(types)}) as {sql}' if types else f'prepare "{name}" as {sql}')
    return types


def call(name: str, types: Sequence[str], values: Sequence[Any]) -> str:
    arguments = ", ".join(f"{literal(value)}::{kind}" for value, kind in zip(values, types, strict=True))
    return f'execute "{name}"' + (f"({arguments})" if arguments else "")
