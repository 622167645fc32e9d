"""Every right hangs on a role: where no roster ever gave one, a tie implies it; where one has, its word holds."""

import pytest

from channels.roster.model import Mode, RoleRow, State
from tests.support.roster_plans import after, plan
from tests.support.rosters import Files, line, lines, small, without


def roles(state: State) -> dict[str, tuple[str, str]]:
    """Id -> (person, role) of what is in force."""
    return {row.source_id: (row.person, row.role) for row in state.rows("role")}


def codes(files: Files, state: State | None = None, **options: dict[str, Mode] | str) -> tuple[State, list[str]]:
    done, problems = plan(files, state, **options)
    assert not problems.refused, problems.first
    return after(done, state), [problem.code for problem in problems.first]


def delta(files: Files) -> dict[str, Mode]:
    return dict.fromkeys(files, Mode.DELTA)


def test_a_student_who_is_enrolled_and_a_guardian_who_is_named_have_their_roles() -> None:
    files = small()
    without(files, "roles.csv", "r1", "r3")
    state, warned = codes(files)
    assert roles(state)["implied:student:anna:s7"] == ("anna", "student")
    assert roles(state)["implied:guardian:irina:s7"] == ("irina", "guardian")
    assert {"student_role_implied", "family_role_implied"} <= set(warned)


def test_a_warning_counts_and_names_a_few() -> None:
    files = small()
    without(files, "roles.csv", "r1", "r2")
    _, problems = plan(files)
    [problem] = [each for each in problems.first if each.code == "student_role_implied"]
    assert problem.data == ("2", "anna, petr")


def test_a_set_that_gives_all_roles_implies_none() -> None:
    state, warned = codes(small())
    assert not [each for each in roles(state) if each.startswith("implied:")]
    assert not {"student_role_implied", "family_role_implied", "teaches_without_role"} & set(warned)


@pytest.mark.parametrize("role", ["r1", "r3", "r5"])
def test_a_role_whose_line_is_gone_is_not_implied(role: str) -> None:
    state, _ = codes(small())
    files = small()
    without(files, "roles.csv", role)
    state, warned = codes(files, state)
    assert role not in roles(state)
    assert not [each for each in roles(state) if each.startswith("implied:")]
    assert "student_role_implied" not in warned


def test_a_role_with_a_last_day_is_a_role_that_was_given() -> None:
    files = small()
    line(files, "roles.csv", "r3")["endDate"] = "2026-09-02"
    state, _ = codes(files)
    assert roles(state)["r3"] == ("irina", "guardian")
    assert not [each for each in roles(state) if each.startswith("implied:")]


def test_who_is_a_teacher_as_well_has_the_role_of_a_guardian_implied_all_the_same() -> None:
    files = small()
    line(files, "roles.csv", "r3")["role"] = "teacher"
    state, _ = codes(files)
    assert roles(state)["implied:guardian:irina:s7"] == ("irina", "guardian")


def test_a_restriction_and_a_disabled_person_imply_nothing() -> None:
    files = small()
    without(files, "roles.csv", "r3", "r4")
    line(files, "users.csv", "irina")["enabledUser"] = "false"
    state, _ = codes(files)
    assert not [each for each in roles(state) if each.startswith("implied:")]


def test_what_was_implied_goes_with_the_tie_and_with_a_role_that_is_given() -> None:
    files = small()
    without(files, "roles.csv", "r3")
    state, _ = codes(files)
    assert "implied:guardian:irina:s7" in roles(state)
    again, _ = codes(files, state)
    assert "implied:guardian:irina:s7" in roles(again)
    given, _ = codes(small(), state)
    assert set(roles(given)) >= {"r3"}
    assert "implied:guardian:irina:s7" not in roles(given)
    line(files, "users.csv", "anna")["agentSourcedIds"] = ""
    line(files, "users.csv", "anna")["metadata.zvonok.agents"] = ""
    gone, _ = codes(files, state)
    assert "implied:guardian:irina:s7" not in roles(gone)


def test_where_only_changes_are_told_new_ties_imply_and_ended_ones_take_it_back() -> None:
    state, _ = codes(small())
    header = "sourcedId|status|enabledUser|familyName|givenName|agentSourcedIds"
    files = {"users.csv": lines(header, "oleg|active|true|Соколов|Олег|anna")}
    state, warned = codes(files, state, modes=delta(files))
    assert roles(state)["implied:guardian:oleg:s7"] == ("oleg", "guardian")
    assert "family_role_implied" in warned
    files = {"users.csv": lines("sourcedId|status|familyName|givenName", "oleg|tobedeleted|Соколов|Олег")}
    state, _ = codes(files, state, modes=delta(files))
    assert "implied:guardian:oleg:s7" not in roles(state)
    assert {"r1", "r3"} <= set(roles(state))


def test_who_teaches_without_a_role_is_told_of_and_gets_none() -> None:
    files = small()
    without(files, "roles.csv", "r6")
    state, warned = codes(files)
    assert "teaches_without_role" in warned
    assert all(person != "maria" for person, _ in roles(state).values())


def test_the_terms_of_classes_and_courses_are_kept_and_a_change_is_one() -> None:
    state, _ = codes(small())
    assert state.tables["class"]["c5a"].row.terms == ("y",)  # type: ignore[union-attr]
    files = small()
    line(files, "classes.csv", "m5a")["termSourcedIds"] = "q1,y"
    done, _ = plan(files, state)
    [(_, changed)] = done.tables["course"].changed
    assert changed.terms == ("q1", "y")  # type: ignore[union-attr]
    assert not done.tables["class"].changed
    assert isinstance(next(iter(state.rows("role"))), RoleRow)
