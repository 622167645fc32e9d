"""A set that is brought to one school touches nothing of another."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.roster.destination import Destination, admit, refuse_others
from channels.roster.gather import gather
from channels.roster.model import Mode, Problems, Row, State
from channels.roster.plan import Plan
from tests.support.effort import tries
from tests.support.roster_plans import Set, after, plan
from tests.support.rosters import Files, Line, line, small, without

FILE = "набор.zip"
HERE = Destination(7, "school-7", "s7", "Гимназия № 7", "Europe/Moscow", is_new=False)
NEW = HERE._replace(source="typed", source_id="a school of its own", is_new=True)
SHARED = ("academicSessions.csv", "categories.csv")  # of all schools of a source
LINKS = {"agentSourcedIds", "metadata.zvonok.agents"}
IDS = {"sourcedId", "orgSourcedId", "courseSourcedId", "schoolSourcedId", "classSourcedId", "userSourcedId"}
OTHER = "@8"


def two_schools() -> Files:
    """The small school, and another one like it whose ids end differently."""
    files = small()
    for name, rows in files.items():
        if name not in SHARED:
            rows += [_elsewhere(row) for row in deepcopy(rows)]
    line(files, "orgs.csv", "s7@8")["name"] = "Школа № 8"
    return files


def _elsewhere(row: Line) -> Line:
    def other(column: str, value: str) -> str:
        if not value or column not in IDS | LINKS:
            return value
        id_, sign, rest = value.partition(":")
        return f"{id_}{OTHER}{sign}{rest}"

    return {column: other(column, value) for column, value in row.items()}


STATE = after(plan(two_schools())[0])


def refused(done: Plan, state: State = STATE) -> list[tuple[str, ...]]:
    problems = Problems()
    refuse_others(done, state, "s7", FILE, problems)
    return [problem.data for problem in problems.first]


def touched(done: Plan) -> list[Row]:
    rows = []
    for changes in done.tables.values():
        rows += [*changes.standing(), *changes.suspended]
        rows += [stored.row for stored in (*changes.ended, *changes.released)]
        rows += [stored.row for stored, _ in changes.changed]
    return rows


PLACES = [(name, n) for name, rows in two_schools().items() for n in range(len(rows))]


@given(
    st.sets(st.sampled_from(PLACES), max_size=4),
    st.sets(st.sampled_from([n for n in PLACES if n[0] == "users.csv"]), max_size=2),
)
@settings(max_examples=tries(200, 3000))
def test_a_plan_that_is_let_through_touches_no_row_of_another_school(
    lost: set[tuple[str, int]], renamed: set[tuple[str, int]]
) -> None:
    files = two_schools()
    for name, n in renamed:
        files[name][n]["familyName"] = "Новая"
    files = {name: [row for n, row in enumerate(rows) if (name, n) not in lost] for name, rows in files.items()}
    done, _ = plan(files, STATE)
    others = [row for row in touched(done) if OTHER in repr(row)]
    shared = done.tables["academic_session"], done.tables["mark_kind"]
    assert bool(refused(done)) == bool(others or any(map(len, shared)))


def test_what_changes_in_the_own_school_alone_is_let_through() -> None:
    files = two_schools()
    without(files, "enrollments.csv", "e2")
    line(files, "users.csv", "anna")["familyName"] = "Новая"
    done, _ = plan(files, STATE)
    assert (len(done) > 0, refused(done)) == (True, [])


def test_the_set_of_one_school_does_not_end_the_other_of_its_source() -> None:
    done, _ = plan(small(), STATE)
    assert refused(done) == [("Школа № 8",)]


@pytest.mark.parametrize(
    ("file", "row"),
    [
        ("enrollments.csv", {"classSourcedId": "c5a", "schoolSourcedId": "s7", "role": "student"}),
        ("roles.csv", {"orgSourcedId": "s7", "role": "student", "roleType": "secondary"}),
    ],
)
def test_nobody_of_another_school_is_taken_into_the_own_one(file: str, row: Line) -> None:
    files: Files = {"users.csv": [line(two_schools(), "users.csv", "anna@8")], file: []}
    files[file].append({"sourcedId": "taken", "userSourcedId": "anna@8", **row})
    done, problems = plan(files, STATE, modes=dict.fromkeys(files, Mode.DELTA))
    assert not problems.refused
    assert refused(done) == [("Школа № 8",)]


def admitted(reading: Set, to: Destination, state: State | None = None) -> tuple[str | None, list[tuple[str, ...]]]:
    problems = Problems()
    found = gather(reading, problems)
    school = admit(found, state if state is not None else State(), to, FILE, problems)
    return school, [(problem.code, *problem.data) for problem in problems.first]


def test_a_set_of_another_system_is_not_of_this_school() -> None:
    assert admitted(Set(small()), HERE) == ("s7", [])
    refusal = ("people_of_another_system", "school-7", "sis")
    assert admitted(Set(small(), source="sis"), HERE) == (None, [refusal])
    table = Set(small(), source="school-7", scope=frozenset({"student"}))
    assert admitted(table, HERE)[1] == [("people_of_another_system", "school-7", "school-7")]


def test_a_school_without_a_roster_takes_the_id_of_the_only_school_in_its_first_one() -> None:
    state = State()
    assert admitted(Set(small()), NEW, state) == ("s7", [])
    stored = state.tables["school"]["s7"]
    assert (stored.id, stored.row, stored.ended) == (7, ("s7", "Гимназия № 7", "Europe/Moscow"), False)
    renamed = NEW._replace(name="Школа № 3")
    asked = ("school_called_otherwise", "Школа № 3", "Гимназия № 7")
    assert admitted(Set(small()), renamed) == ("s7", [asked])
    assert admitted(Set(two_schools()), NEW)[1] == [("not_one_school", "2", "Гимназия № 7, Школа № 8")]
    assert admitted(Set(small()), NEW, after(plan(small())[0]))[1] == [("another_school", "Гимназия № 7")]
