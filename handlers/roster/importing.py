"""Preview of an import: what the files of a school say, and what would change; nothing is written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from channels.roster.destination import Destination, admit, refuse_others, warn_of_typed
from channels.roster.doubles import join, warn_of_doubles, warn_of_typed_people
from channels.roster.gather import gather
from channels.roster.headings import Column
from channels.roster.lines import User
from channels.roster.model import Problems, State
from channels.roster.plan import Plan, make_plan
from handlers.roster.plain import Answers
from handlers.roster.read import open_set
from storage.pool import Connection
from storage.roster.doubles import elsewhere, kept_away, lived, typed_classes
from storage.roster.load import load
from storage.sources import RESERVED, TYPED


class Stage(StrEnum):
    """Stage of a preview."""

    READING = "reading"
    MATCHING = "matching"
    COMPARING = "comparing"


class Preview(NamedTuple):
    """Outcome of a reading: what an import would do. Without a plan the files could not be understood."""

    state: State
    plan: Plan | None
    source: str | None = None
    format: str | None = None  # as people call it
    read: Mapping[str, int] = MappingProxyType({})  # file or sheet -> lines
    columns: Mapping[str, Sequence[Column]] = MappingProxyType({})  # table -> what its columns were read as
    examples: Mapping[str, Sequence[Sequence[str]]] = MappingProxyType({})  # table -> its first rows
    school: str = ""  # id that the school has in the set, where it is brought to one

    def said(self) -> list[dict[str, str]]:
        """Returns heading -> meaning of each table."""
        return [{column.heading: column.meaning for column in columns} for columns in self.columns.values()]


async def preview(
    connection: Connection,
    path: Path,
    problems: Problems,
    *,
    source: str | None,
    zone: str,
    joins: Sequence[tuple[str, str]],
    answers: Answers,
    to: Destination | None = None,
    begins: Callable[[Stage], None] = lambda stage: None,
    row_read: Callable[[], None] = lambda: None,
) -> Preview:
    """Reads the files at `path` in threads and compares them with what is stored. What is wrong goes to the problems;
    a plan with `problems.refused` must not be applied. `to` is the only school that the set may touch. `row_read` is
    called in a thread, after each row of the files."""
    begins(Stage.READING)
    with ExitStack() as files:  # closing needs no thread; opening and reading do
        reading = await asyncio.to_thread(files.enter_context, open_set(path, problems, source, answers, row_read))
        if reading is None:
            return Preview(State(), None)
        if not reading.modes:  # a table that waits for answers
            seen = (reading.source, reading.format, reading.read, reading.mapped, reading.examples)
            return Preview(State(), None, *seen)
        problems = reading.problems
        if reading.source.partition(":")[0] in RESERVED:
            problems.refuse("source_reserved", path.name, 0, "", reading.source)
            return Preview(State(), None, reading.source, reading.format, reading.read, reading.mapped)
        found = await asyncio.to_thread(gather, reading, problems)
    seen = (found.source, reading.format, reading.read, reading.mapped, reading.examples)
    begins(Stage.MATCHING)
    state = await load(connection, found.source)
    school = to and admit(found, state, to, path.name, problems)
    if to is not None and school is None:
        return Preview(state, None, *seen)
    names = {user.person.family_name for user in found.of("users.csv", User)}
    others = await elsewhere(connection, found.source, names, [old for old, _ in joins], to and to.id)
    joined = join(state, joins, others, found.lines["users.csv"], problems)
    begins(Stage.COMPARING)
    plan = await asyncio.to_thread(make_plan, found, state, problems, zone)
    plan.joins = joined
    doubles = {each.double: each for each in joined if each.double is not None}
    for double in await lived(connection, doubles):
        problems.refuse("join_both_lived", "users.csv", 0, "", doubles[double].new, doubles[double].old)
    if to is not None and school is not None:
        typed = [other.row for other in others if other.source == TYPED and not other.ended]
        warn_of_typed_people(plan, typed, path.name, problems)
        others = [other for other in others if other.source != TYPED]
    warn_of_doubles(plan, state, others, problems, await kept_away(connection, found.source))
    if to is not None and school is not None:
        await asyncio.to_thread(refuse_others, plan, state, school, path.name, problems)
        warn_of_typed(plan, await typed_classes(connection, to.id), path.name, problems)
    return Preview(state, plan, *seen, school or "")
