"""A set in another format as lines of a OneRoster set, with the places in the school's own files they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from channels.roster.columns import IDS_COLUMN
from channels.roster.headings import Column
from channels.roster.model import Level, Mode, Problems, Record
from channels.roster.vocabulary import AGENT_COLUMN, NEEDED, RELATION_COLUMN

LINES_NAMED = ("line_repeated", "id_repeated", "id_deleted_and_not")
"""Problems whose last value is a line of the same file."""

Values = Mapping[str, str]
Place = tuple[str, int, str]
"""(file, line, column)."""


class Origin(NamedTuple):
    file: str  # as the school calls it
    line: int


class PlacedProblems(Problems):
    """Problems of a translated set, told with the places of the school's own files; added to `under`."""

    def __init__(self, under: Problems, translated: Translated) -> None:
        super().__init__(under.most, under.first, under.counts, under.groups)
        self._translated = translated

    def add(self, level: Level, code: str, file: str, line: int = 0, column: str = "", *data: str) -> None:
        place = self._translated.place(file, line, column, data)
        if code in LINES_NAMED:
            other, other_line, _ = self._translated.place(file, int(data[-1]), "", ())
            data = (*data[:-1], str(other_line) if other == place[0] else f"{other}:{other_line}")
        names = [self._translated.names(value) if value in NEEDED else value for value in data]
        super().add(level, code, *place, *names)


class Translated:
    """Implements `channels.roster.model.Reading` over lines that were made of another format's."""

    version = "1.2"

    def __init__(self, format_: str, source: str, problems: Problems) -> None:
        self.format, self.source = format_, source
        self.modes: dict[str, Mode] = {}
        self.scope: frozenset[str] = frozenset()
        self.speaking: frozenset[str] = frozenset()
        self.aliases: dict[str, tuple[str, ...]] = {}
        self.mapped: dict[str, list[Column]] = {}  # table -> what its columns mean
        self.examples: dict[str, list[list[str]]] = {}  # table -> its first rows
        self.problems = PlacedProblems(problems, self)
        self.read: dict[str, int] = {}  # file of the school -> lines
        self._columns: dict[str, set[str]] = {}
        self._lines: dict[str, list[tuple[Origin, Values, frozenset[str]]]] = {}
        self._headings: dict[tuple[str, str, str], str] = {}
        self._agents: dict[tuple[int, str], Place] = {}

    def has(self, file: str, mode: Mode, columns: Mapping[str, str], origin: str = "") -> None:
        """Says that the set has `file`, with these columns: the standard's name -> the heading in the school's file."""
        self.modes[file] = mode
        self._columns.setdefault(file, set()).update(columns)
        self._lines.setdefault(file, [])
        self._headings.update({(file, origin, column): heading for column, heading in columns.items()})

    def add(self, file: str, origin: Origin, values: Values, absent: frozenset[str] = frozenset()) -> int:
        """Adds a line and returns its number. `absent` are columns that the school's own file does not have."""
        lines = self._lines[file]
        lines.append((origin, {name: value for name, value in values.items() if value}, absent))
        return len(lines) + 1

    def tie(
        self, agents: Mapping[str, Sequence[tuple[str, str, Origin]]], agent_heading: str, child_heading: str
    ) -> None:
        """Adds to each child's line of users.csv who follows the child: id, kind of relation, and where that is said.

        Where the child has no line, it is added to the adult's, so that the door tells that the child is missing.
        """
        self._columns["users.csv"] |= {IDS_COLUMN, RELATION_COLUMN}
        numbers = {values.get("sourcedId", ""): n for n, (_, values, _) in enumerate(self._lines["users.csv"])}
        for child, theirs in agents.items():
            for agent, relation, origin in theirs:
                n, other, heading = numbers.get(child), agent, agent_heading
                if n is None:
                    n, other, heading = numbers.get(agent), child, child_heading
                if n is None:
                    self.problems.warn("reference_left_out", *origin, child_heading, child, "users.csv")
                    continue
                place, values, absent = self._lines["users.csv"][n]
                said = dict(values)
                for column, value in ((IDS_COLUMN, other), (RELATION_COLUMN, f"{other}:{relation}")):
                    said[column] = f"{said[column]},{value}" if column in said else value
                if other == child:
                    said.pop(RELATION_COLUMN)  # it is of the child's line
                self._lines["users.csv"][n] = (place, said, absent)
                self._agents[n + 2, other] = (*origin, heading)

    def columns(self, file: str) -> frozenset[str]:
        return frozenset(self._columns[file])

    def records(self, file: str) -> Iterator[Record]:
        lines = self._lines[file]
        for n, (origin, values, absent) in enumerate(lines):
            lines[n] = (origin, {}, absent)  # only the place is needed from here on
            yield Record(n + 2, values, absent)

    def names(self, file: str) -> str:
        """Returns the names of the school's files that became `file`."""
        origins = dict.fromkeys(origin.file for origin, _, _ in self._lines.get(file, ()))
        return ", ".join(origins) or file

    def place(self, file: str, line: int, column: str, data: tuple[str, ...]) -> Place:
        """Returns the place in the school's own file."""
        lines = self._lines.get(file, [])
        if not 2 <= line < len(lines) + 2:
            return self.names(file), line, self._heading(file, "", column)
        if column in (IDS_COLUMN, RELATION_COLUMN) and data and (line, data[0]) in self._agents:
            return self._agents[line, data[0]]
        origin = lines[line - 2][0]
        return origin.file, origin.line, self._heading(file, origin.file, column)

    def _heading(self, file: str, origin: str, column: str) -> str:
        keys = ((file, origin, column), (file, "", column))
        known = next((self._headings[key] for key in keys if self._headings.get(key)), column)
        return "restricted" if known == AGENT_COLUMN else known
