"""Lines of a roster that tie people to places, as it sends them from day to day, and the days on which each ties."""

import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from storage.pool import Connection
from storage.roster import upsert
from storage.roster.apply import ENDS

DAYS = 30
SOURCE = "h"  # of all rows
_EACH = 2  # lines of a person in a table


@dataclass
class Line:
    """Ties a person to a place, to one after the other."""

    person: int
    place: int
    listed: bool = True
    days: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # place -> days

    def stops(self, day: int) -> None:
        self.days[self.place] = {one for one in self.days[self.place] if one < day}


@dataclass
class Lines:
    """All lines of one table; a place is a course or a class, named by its kind and its number."""

    table: str
    people: list[int]
    places: list[int]
    kind: str
    often: float  # how often a person's line changes on a day
    lines: dict[str, Line] = field(default_factory=dict)

    def tied(self, person: int, place: int, day: int) -> bool:
        own = (self.lines.get(self._key(person, number)) for number in range(_EACH))
        return any(line is not None and day in line.days[place] for line in own)

    def _key(self, person: int, number: int) -> str:
        return f"{self.table}-{person}-{number}"

    async def change(self, db: Connection, chance: random.Random, today: int) -> None:
        rows: list[tuple[str, str, str, int | None, int | None]] = []
        gone: list[str] = []
        for person in self.people:
            if today and chance.random() > self.often:
                continue
            key = self._key(person, chance.randrange(_EACH))
            line = self.lines.get(key)
            if line is not None and line.listed and chance.random() < 0.5:
                line.listed = False
                line.stops(today)
                gone.append(key)
            elif line is None or not line.listed or chance.random() < 0.7:
                rows.append((key, *self._says(chance, key, person, today)))
        if gone:
            found = await db.fetch(f"select id from {self.table} where source_id = any($1::text[])", gone)
            await db.execute(ENDS[self.table], [row["id"] for row in found])
        keys, firsts, ends = [row[0] for row in rows], [row[3] for row in rows], [row[4] for row in rows]
        days = [[await date_of(db, day, today) for day in column] for column in (firsts, ends)]
        more = [[key.endswith("0") for key in keys]] if self.table == "teaching" else []
        await _UPSERTS[self.table](db, SOURCE, keys, [row[1] for row in rows], [row[2] for row in rows], *days, *more)

    def _says(
        self, chance: random.Random, key: str, person: int, today: int
    ) -> tuple[str, str, int | None, int | None]:
        """What a line says from today on, (place, person, first day, day after the last), and the days it means."""
        place = chance.choice(self.places)
        line = self.lines.get(key)
        if line is not None and line.listed:  # one that stays, and names another place
            place = chance.choice([one for one in self.places if one != line.place])
        first = chance.choice([None, None, today, max(0, today - 3), today + 2])
        end = chance.choice([None, None, None, today + 4])
        moved = line is not None and line.place != place
        if line is None:
            line = self.lines[key] = Line(person, place)
        if line.listed:
            line.stops(today if moved else DAYS)
        line.place, line.listed = place, True
        # what says no first day holds from today; so does what this line has never said before
        begins = today if first is None else max(first, today) if moved else first
        line.days[place] |= set(range(begins, DAYS if end is None else end))
        return f"{self.kind}{self.places.index(place)}", f"p{person}", first, end


_UPSERTS: dict[str, Callable[..., Awaitable[None]]] = {
    "course_enrolment": upsert.course_enrolments,
    "teaching": upsert.teachings,
    "class_enrolment": upsert.class_enrolments,
    "class_teacher": upsert.class_teachers,
}


async def date_of(db: Connection, day: int | None, today: int) -> object:
    """The calendar's date of a day of the account; None for None."""
    if day is None:
        return None
    now = await db.fetchval("select (now() at time zone 'UTC')::date")
    return now + timedelta(days=day - today)
