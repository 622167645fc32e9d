"""What a set on rows in memory means, and what would be stored once it is applied."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from channels.roster.model import Mode, Problems, Record, RoleRow, State, Stored, key_of
from channels.roster.plan import Plan, plan_import
from tests.support.rosters import Files


@dataclass
class Set:
    """A reading of rows in memory."""

    files: Files
    modes: dict[str, Mode] = field(default_factory=dict)
    version: str = "1.2"
    source: str = "school-7"
    scope: frozenset[str] = frozenset()
    speaking: frozenset[str] = frozenset()
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.modes = {name: self.modes.get(name, Mode.BULK) for name in self.files}

    def columns(self, file: str) -> frozenset[str]:
        return frozenset(name for row in self.files[file] for name in row)

    def records(self, file: str) -> Iterable[Record]:
        for n, row in enumerate(self.files[file], 2):
            yield Record(n, {name: value for name, value in row.items() if value})


def plan(files: Files, state: State | None = None, **options: dict[str, Mode] | str) -> tuple[Plan, Problems]:
    problems = Problems()
    reading = Set(files, **options)  # type: ignore[arg-type]
    return plan_import(reading, state or State(), problems, "Europe/Moscow"), problems


def after(done: Plan, state: State | None = None) -> State:
    """What would be stored once a plan is applied."""
    state = state or State()
    for stored, _ in [*done.tables["role"].changed, *done.tables["role"].returned]:
        if isinstance(stored.row, RoleRow) and not stored.row.is_implied:
            state.past_roles.add((stored.row.person, stored.row.school, stored.row.role))
    for table, changes in done.tables.items():
        rows = state.tables[table]
        for row in changes.standing():
            rows[key_of(row)] = Stored(rows[key_of(row)].id if key_of(row) in rows else len(rows), row, False)
        for stored in changes.ended:
            rows[key_of(stored.row)] = stored._replace(ended=True)
        for row in changes.suspended:
            known = rows.get(key_of(row), Stored(len(rows), row, True))
            rows[key_of(row)] = known._replace(row=row, ended=True, suspended=True)
        for stored in changes.released:
            rows[key_of(stored.row)] = stored._replace(suspended=False)
    return state
