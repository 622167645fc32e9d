"""What somebody had who was disabled or gone comes back with them, and nothing that a roster said is over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.roster.model import Mode, Problems, State
from channels.roster.plan import Plan
from channels.roster.suspension import TIES
from tests.support.roster_plans import after, plan
from tests.support.rosters import Files, Line, line, lines, without
from tests.support.rosters import small as mixed

USER = "sourcedId|status|enabledUser|familyName|givenName|middleName"
PEOPLE = {
    "maria": "Рябова|Мария|Ивановна",
    "irina": "Соколова|Ирина|Павловна",
    "granny": "Белова|Вера|Ильинична",
    "head": "Громова|Елена|Викторовна",
    "anna": "Соколова|Анна|Дмитриевна",
}
GROUP = "sourcedId|status|title|grades|courseSourcedId|classType|schoolSourcedId|termSourcedIds"
COURSE = "m5a|{}|Математика 5А|05|math|scheduled|s7|y"
CLASS = "c5a|{}|5А|05|room|homeroom|s7|y"


def small() -> Files:
    """With all guardians named in the lines of the children, as most systems do."""
    files = mixed()
    line(files, "users.csv", "granny")["agentSourcedIds"] = ""
    line(files, "users.csv", "petr")["agentSourcedIds"] = "granny"
    return files


def stored() -> State:
    return after(plan(small())[0])


def delta(rows: dict[str, list[Line]], state: State) -> tuple[Plan, Problems]:
    done, problems = plan(rows, state, modes=dict.fromkeys(rows, Mode.DELTA))
    assert not problems.refused, problems.first
    return done, problems


def user(source_id: str, *, status: str = "active", enabled: str = "true") -> dict[str, list[Line]]:
    return {"users.csv": lines(USER, f"{source_id}|{status}|{enabled}|{PEOPLE[source_id]}")}


def standing(state: State) -> dict[str, set[object]]:
    return {table: set(state.rows(table)) for table in TIES}


def ids(state: State) -> dict[str, dict[object, int]]:
    return {table: {key: stored.id for key, stored in state.tables[table].items()} for table in TIES}


def of(state: State, person: str) -> int:
    """How many ties of a person stand."""
    return sum(person in row for table in TIES for row in state.rows(table))


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("away", [{"enabled": "false"}, {"status": "tobedeleted"}, {"status": "inactive"}])
@pytest.mark.parametrize("first", [Mode.BULK, Mode.DELTA])
def test_who_was_away_and_is_back_has_everything_again(person: str, away: dict[str, str], first: Mode) -> None:
    state = stored()
    before, rows = standing(state), ids(state)
    if first is Mode.DELTA:
        gone, _ = delta(user(person, **away), state)
    else:
        files = small()
        line(files, "users.csv", person).update(
            {"status": away.get("status", "active"), "enabledUser": away.get("enabled", "true")}
        )
        gone, problems = plan(files, state)
        assert not problems.refused
    away_with = {table: changes.with_others()["ended"] for table, changes in gone.tables.items()}
    state = after(gone, state)
    kept = 3 if person == "anna" and "enabled" in away else 0  # a disabled student stays in class
    assert bool(of(state, person)) is bool(kept)
    back, _ = delta(user(person), state)
    assert {table: changes.with_others()["returned"] for table, changes in back.tables.items()} == away_with
    state = after(back, state)
    assert standing(state) == before
    assert ids(state) == rows
    assert len(plan(small(), state)[0]) == 0


@pytest.mark.parametrize(("group", "text"), [("m5a", COURSE), ("c5a", CLASS)])
def test_a_class_or_course_that_is_back_has_its_people_again_without_the_file_of_subjects(
    group: str, text: str
) -> None:
    state = stored()
    before = standing(state)
    gone, _ = delta({"classes.csv": lines(GROUP, text.format("tobedeleted"))}, state)
    state = after(gone, state)
    assert not [row for table in TIES[4:] for row in state.rows(table) if row.group == group]
    back, _ = delta({"classes.csv": lines(GROUP, text.format("active"))}, state)
    assert standing(after(back, state)) == before


def test_a_school_that_is_back_has_everything_again() -> None:
    state = stored()
    before = standing(state)
    school = "sourcedId|status|name|type"
    gone, _ = delta({"orgs.csv": lines(school, "s7|tobedeleted|Гимназия № 7|school")}, state)
    state = after(gone, state)
    assert {table: rows for table, rows in standing(state).items() if rows and table != "guardianship"} == {}
    back, _ = delta({"orgs.csv": lines(school, "s7|active|Гимназия № 7|school")}, state)
    assert standing(after(back, state)) == before


def test_what_a_roster_said_is_over_does_not_come_back_with_the_person() -> None:
    state = stored()
    gone = {
        **user("maria", enabled="false"),
        "enrollments.csv": lines(
            "sourcedId|status|classSourcedId|userSourcedId|role", "e6|tobedeleted|m5a|maria|teacher"
        ),
    }
    state = after(delta(gone, state)[0], state)
    state = after(delta(user("maria"), state)[0], state)
    assert not list(state.rows("teaching"))
    assert [row.person for row in state.rows("class_teacher")] == ["maria"]


def test_what_a_roster_says_is_over_meanwhile_does_not_come_back_either() -> None:
    state = stored()
    state = after(delta(user("maria", enabled="false"), state)[0], state)
    files = small()
    line(files, "users.csv", "maria")["enabledUser"] = "false"
    without(files, "enrollments.csv", "e6")
    state = after(plan(files, state)[0], state)
    state = after(delta(user("maria"), state)[0], state)
    assert not list(state.rows("teaching"))
    assert [row.person for row in state.rows("class_teacher")] == ["maria"]


def test_what_a_roster_gives_meanwhile_comes_with_the_person() -> None:
    """A new teacher is in the lists before the account is switched on."""
    files = small()
    files["users.csv"] += [{"sourcedId": "new", "enabledUser": "false", "familyName": "Ким", "givenName": "Лев"}]
    files["roles.csv"] += lines("sourcedId|userSourcedId|role|orgSourcedId", "r9|new|teacher|s7")
    state = after(plan(files)[0])
    row = "e9|active|m5a|new|teacher"
    state = after(
        delta({"enrollments.csv": lines("sourcedId|status|classSourcedId|userSourcedId|role", row)}, state)[0], state
    )
    assert of(state, "new") == 0
    PEOPLE["new"] = "Ким|Лев|"
    try:
        state = after(delta(user("new"), state)[0], state)
    finally:
        del PEOPLE["new"]
    assert [row.role for row in state.rows("role") if row.person == "new"] == ["teacher"]
    assert "new" in {row.person for row in state.rows("teaching")}


def test_a_guardian_comes_back_to_the_child_who_stays_and_not_to_one_who_is_gone() -> None:
    state = stored()
    gone = {
        "users.csv": user("granny", status="tobedeleted")["users.csv"]
        + [{"sourcedId": "petr", "status": "tobedeleted", "familyName": "Дьяконов", "givenName": "Пётр"}]
    }
    state = after(delta(gone, state)[0], state)
    state = after(delta(user("granny"), state)[0], state)
    assert "granny" not in {row.guardian for row in state.rows("guardianship")}
    back = {"users.csv": [{"sourcedId": "petr", "status": "active", "familyName": "Дьяконов", "givenName": "Пётр"}]}
    state = after(delta(back, state)[0], state)
    pairs = {(row.guardian, row.student, row.restricted) for row in state.rows("guardianship")}
    assert pairs >= {("granny", "petr", False), ("andrey", "petr", True)}


def test_the_same_set_with_somebody_disabled_changes_nothing_again() -> None:
    files = small()
    for person in ("maria", "irina"):
        line(files, "users.csv", person)["enabledUser"] = "false"
    state = after(plan(files)[0])
    assert len(plan(files, state)[0]) == 0
    assert len(delta(user("maria", enabled="false"), state)[0]) == 0


@given(
    st.lists(st.tuples(st.sampled_from(sorted(PEOPLE)), st.sampled_from(["off", "gone", "on", "bulk"])), max_size=12)
)
def test_whoever_comes_and_goes_in_whatever_order_in_the_end_all_is_as_it_was(steps: list[tuple[str, str]]) -> None:
    state = stored()
    before, rows = standing(state), ids(state)
    off: dict[str, dict[str, str]] = {}
    for person, step in steps:
        if step == "bulk":
            files: Files = small()
            for other, how in off.items():
                line(files, "users.csv", other).update(
                    {"status": how.get("status", "active"), "enabledUser": how.get("enabled", "true")}
                )
            done, problems = plan(files, state)
            assert not problems.refused
        else:
            off[person] = {"off": {"enabled": "false"}, "gone": {"status": "tobedeleted"}, "on": {}}[step]
            done, _ = delta(user(person, **off[person]), state)
        state = after(done, state)
        for other, how in off.items():
            if how and (other != "anna" or "status" in how):
                assert of(state, other) == 0, (other, how)
    for person in PEOPLE:
        state = after(delta(user(person), state)[0], state)
    assert standing(state) == before
    assert ids(state) == rows
