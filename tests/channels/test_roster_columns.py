"""A column that is not there says nothing: what is stored stays, in a full set and in one of changes."""

import pytest

from channels.roster.model import Mode, Problems, State
from channels.roster.plan import Plan, differences, refuse_lifted
from tests.support.roster_plans import after, plan
from tests.support.rosters import Files, line, lines, small, without

AGENTS = "metadata.zvonok.agents"
COLUMNS = [
    ("academicSessions.csv", "parentSourcedId"),
    ("categories.csv", "weight"),
    ("categories.csv", "metadata.zvonok.short"),
    ("categories.csv", "metadata.zvonok.en"),
    ("classes.csv", "grades"),
    ("classes.csv", "termSourcedIds"),
    ("users.csv", "enabledUser"),
    ("users.csv", "middleName"),
    ("users.csv", "email"),
    ("users.csv", "phone"),
    ("users.csv", "identifier"),
    ("users.csv", "username"),
    ("users.csv", "agentSourcedIds"),
    ("users.csv", AGENTS),
    ("roles.csv", "beginDate"),
    ("roles.csv", "endDate"),
    ("enrollments.csv", "beginDate"),
    ("enrollments.csv", "endDate"),
    ("enrollments.csv", "primary"),
]


def full() -> Files:
    """Something in every column that is read; `head` and the student `anna` are disabled."""
    files = small()
    for n, user in enumerate(files["users.csv"]):
        user |= {"email": f"u{n}@school.test", "phone": f"+7900000000{n}", "identifier": str(n), "username": f"u{n}"}
        user["enabledUser"] = "false" if user["sourcedId"] in ("head", "anna") else "true"
        user["sms"] = ""
    for subject in files["courses.csv"]:
        subject["grades"] = ""
    for row in (*files["roles.csv"], *files["enrollments.csv"]):
        row |= {"beginDate": "2026-09-01", "endDate": "2027-06-01"}
    without(files, "roles.csv", "r8")
    without(files, "enrollments.csv", "e5")
    for name in files:
        for row in files[name]:
            row["status"] = "active"
    return files


def dropped(file: str, *columns: str, files: Files | None = None) -> Files:
    files = files or full()
    files[file] = [{name: value for name, value in row.items() if name not in columns} for row in files[file]]
    return files


def stored(files: Files | None = None) -> State:
    return after(plan(files or full())[0])


def again(files: Files, state: State, mode: Mode = Mode.BULK) -> tuple[Plan, Problems]:
    return plan(files, state, modes=dict.fromkeys(files, mode))


def held(problems: Problems) -> list[tuple[str, str, str]]:
    return [(p.file, p.column, p.data[0]) for p in problems.first if p.code == "column_absent"]


def pairs(state: State) -> dict[tuple[str, str], tuple[str, bool]]:
    return {(row.guardian, row.student): (row.relation, row.restricted) for row in state.rows("guardianship")}


@pytest.mark.parametrize("mode", [Mode.BULK, Mode.DELTA])
@pytest.mark.parametrize(("file", "column"), COLUMNS)
def test_what_is_stored_stays_and_one_warning_says_so(file: str, column: str, mode: Mode) -> None:
    state = stored()
    done, problems = again(dropped(file, column), state, mode)
    assert {table: changes.counts() for table, changes in done.tables.items() if len(changes)} == {}
    assert [where[:2] for where in held(problems)] == [(file, column)]
    assert not problems.refused


@pytest.mark.parametrize(
    ("file", "column"), [one for one in COLUMNS if one[1] not in ("agentSourcedIds", "enabledUser")]
)
def test_the_same_column_there_and_empty_is_heard(file: str, column: str) -> None:
    files = full()
    for row in files[file]:
        row[column] = ""
    done, problems = again(files, stored())
    assert len(done) > 0
    assert held(problems) == []


@pytest.mark.parametrize("mode", [Mode.BULK, Mode.DELTA])
def test_an_empty_cell_gives_nobody_the_rights_back(mode: Mode) -> None:
    files = full()
    for row in files["users.csv"]:
        row["enabledUser"] = ""
    done, problems = again(files, stored(), mode)
    assert len(done) == 0
    assert [p.data for p in problems.first if p.code == "stays_disabled"] == [("anna",), ("head",)]
    assert not [row for row in after(plan(files)[0]).rows("person") if row.disabled], "nobody had said that they are"


@pytest.mark.parametrize(("file", "column"), COLUMNS)
def test_nothing_is_said_of_a_column_that_held_nothing(file: str, column: str) -> None:
    files = dropped(file, column)
    done, problems = again(files, stored(files))
    assert (len(done), held(problems)) == (0, [])


def test_all_columns_that_are_ours_or_optional_may_be_absent_at_once() -> None:
    files, state = full(), stored()
    for file, column in COLUMNS:
        dropped(file, column, files=files)
    done, problems = again(files, state)
    assert len(done) == 0
    assert {where[:2] for where in held(problems)} == set(COLUMNS)


def test_a_restriction_outlives_a_list_of_agents_without_details() -> None:
    files, state = dropped("users.csv", AGENTS), stored()
    line(files, "users.csv", "petr")["agentSourcedIds"] = "granny"
    for mode in (Mode.BULK, Mode.DELTA):
        done, _ = again(files, state, mode)
        assert done.lifted() == []
        assert pairs(after(done, state))["andrey", "petr"] == ("father", True)


def test_a_guardian_who_is_no_longer_listed_ends_by_the_list_alone() -> None:
    files, state = dropped("users.csv", AGENTS), stored()
    line(files, "users.csv", "anna")["agentSourcedIds"] = ""
    done, _ = again(files, state)
    assert [row.row.guardian for row in done.tables["guardianship"].ended] == ["irina"]  # type: ignore[union-attr]


def test_whose_own_line_is_gone_keeps_no_child_by_an_absent_column() -> None:
    files, state = dropped("users.csv", "agentSourcedIds", AGENTS), stored()
    without(files, "users.csv", "irina")
    without(files, "roles.csv", "r3")
    done, problems = again(files, state)
    assert not problems.refused
    assert ("irina", "anna") not in pairs(after(done, state))


def test_a_disabled_teacher_stays_out_by_a_set_without_the_column_and_by_a_line_of_a_role() -> None:
    files = full()
    line(files, "users.csv", "maria")["enabledUser"] = "false"
    state = stored(files)
    assert not list(state.rows("teaching"))
    for mode in (Mode.BULK, Mode.DELTA):
        assert len(again(dropped("users.csv", "enabledUser"), state, mode)[0]) == 0
    only = {name: full()[name] for name in ("roles.csv", "enrollments.csv")}
    assert len(again(only, state, Mode.DELTA)[0]) == 0
    back, _ = again({**full()}, state)
    assert {row.person for row in after(back, state).rows("teaching")} == {"maria"}


def test_who_was_gone_and_disabled_comes_back_disabled() -> None:
    state = stored()
    fewer = full()
    without(fewer, "users.csv", "head")
    without(fewer, "roles.csv", "r7")
    state = after(again(fewer, state)[0], state)
    state = after(again(dropped("users.csv", "enabledUser"), state)[0], state)
    assert [row.source_id for row in state.rows("person") if row.source_id == "head"] == ["head"]
    assert not [row for row in state.rows("role") if row.person == "head"]


def test_a_grade_that_only_the_subject_has_outlives_its_column() -> None:
    files = full()
    line(files, "classes.csv", "m5a")["grades"] = ""
    for row in files["courses.csv"]:
        row["grades"] = "05"
    state = stored(files)
    done, problems = again(dropped("courses.csv", "grades", files=files), state)
    assert (len(done), held(problems)) == (0, [("courses.csv", "grades", "1")])


def test_a_new_class_and_a_renamed_one_have_the_grade_of_their_title() -> None:
    files, state = dropped("classes.csv", "grades"), stored()
    line(files, "classes.csv", "c5a")["title"] = "6А"
    done, _ = again(files, state)
    assert [(row.name, row.grade) for row in after(done, state).rows("class")] == [("6А", 6)]


def _detail_gone(files: Files) -> None:
    line(files, "users.csv", "petr")[AGENTS] = ""


def _detail_changed(files: Files) -> None:
    line(files, "users.csv", "petr")[AGENTS] = "andrey:father"


def _guardian_gone(files: Files) -> None:
    _detail_gone(files)
    line(files, "users.csv", "andrey")["status"] = "tobedeleted"
    line(files, "roles.csv", "r4")["status"] = "tobedeleted"


def _child_gone(files: Files) -> None:
    line(files, "users.csv", "petr")["status"] = "tobedeleted"
    line(files, "users.csv", "granny")["agentSourcedIds"] = ""
    line(files, "roles.csv", "r2")["status"] = "tobedeleted"
    line(files, "enrollments.csv", "e2")["status"] = "tobedeleted"


@pytest.mark.parametrize("mode", [Mode.BULK, Mode.DELTA])
@pytest.mark.parametrize("way", [_detail_gone, _detail_changed, _guardian_gone])
def test_a_restriction_is_told_as_lifted_by_whatever_way(way, mode: Mode) -> None:  # type: ignore[no-untyped-def]
    files, state = full(), stored()
    line(files, "users.csv", "petr")["agentSourcedIds"] = "granny"
    way(files)
    done, problems = again(files, state, mode)
    assert not problems.refused
    assert [(row.guardian, row.student) for row in done.lifted()] == [("andrey", "petr")]
    refuse_lifted(done, problems)
    assert [(p.code, p.data) for p in problems.first if p.code == "restriction_lifted"] == [
        ("restriction_lifted", ("andrey", "petr"))
    ]


@pytest.mark.parametrize("mode", [Mode.BULK, Mode.DELTA])
def test_a_restriction_of_a_child_who_may_come_back_comes_back_too(mode: Mode) -> None:
    files, state = full(), stored()
    line(files, "users.csv", "petr")["agentSourcedIds"] = "granny"
    _child_gone(files)
    done, _ = again(files, state, mode)
    assert done.lifted() == []
    state = after(done, state)
    assert "petr" not in {row.student for row in state.rows("guardianship")}
    back, _ = again(
        {"users.csv": lines("sourcedId|status|familyName|givenName", "petr|active|Дьяконов|Пётр")}, state, Mode.DELTA
    )
    assert ("andrey", "petr", True) in {
        (r.guardian, r.student, r.restricted) for r in after(back, state).rows("guardianship")
    }


def test_a_restriction_that_is_new_or_stays_is_not_lifted() -> None:
    assert plan(full())[0].lifted() == []
    assert again(full(), stored())[0].lifted() == []


def test_what_changes_is_told_field_by_field() -> None:
    files = full()
    line(files, "users.csv", "petr")["email"] = "new@school.test"
    [(known, row)] = again(files, stored())[0].tables["person"].changed
    assert differences(known.row, row) == {"email": ("u1@school.test", "new@school.test")}


def test_a_set_of_changes_without_the_column_of_agents_ends_nobody() -> None:
    state = stored()
    header = "sourcedId|status|familyName|givenName"
    done, _ = again({"users.csv": lines(header, "petr|active|Дьяконов|Пётр")}, state, Mode.DELTA)
    assert len(done) == 0
