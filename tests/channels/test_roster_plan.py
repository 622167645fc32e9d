"""What a set means and what an import of it would change, on sets in memory."""

from datetime import date

import pytest

from channels.roster.model import Guardianship, Level, Mode, Problems, RoleRow, State
from channels.roster.plan import Plan
from tests.support.roster_plans import after, plan
from tests.support.rosters import Files, Line, line, lines, small, without


def delta(rows: dict[str, list[Line]], state: State) -> tuple[Plan, Problems]:
    return plan(rows, state, modes=dict.fromkeys(rows, Mode.DELTA))


def codes(problems: Problems, level: Level | None = None) -> list[str]:
    return [problem.code for problem in problems.first if level in (None, problem.level)]


def guardianships(state: State) -> set[tuple[str, str, str, bool]]:
    rows: list[Guardianship] = list(state.rows("guardianship"))
    return {(row.guardian, row.student, row.relation, row.restricted) for row in rows}


SMALL_PAIRS = {
    ("irina", "anna", "mother", False),
    ("andrey", "petr", "father", True),
    ("granny", "petr", "trusted", False),
}


def test_agents_named_on_either_side_become_guardianships() -> None:
    done, problems = plan(small())
    assert not problems.first
    assert guardianships(after(done)) == SMALL_PAIRS


def test_the_same_set_again_changes_nothing() -> None:
    state = after(plan(small())[0])
    again, problems = plan(small(), state)
    assert len(again) == 0
    assert not problems.refused


def test_what_is_missing_ends_and_what_returns_is_the_same_row() -> None:
    state = after(plan(small())[0])
    fewer = small()
    without(fewer, "users.csv", "granny")
    without(fewer, "roles.csv", "r5")
    gone, _ = plan(fewer, state)
    assert {table: changes.counts()["ended"] for table, changes in gone.tables.items() if len(changes)} == {
        "person": 1,
        "role": 1,
        "guardianship": 1,
    }
    back, _ = plan(small(), after(gone, state))
    assert {table: changes.counts()["returned"] for table, changes in back.tables.items() if len(changes)} == {
        "person": 1,
        "role": 1,
        "guardianship": 1,
    }


def but(file: str, source_id: str, column: str, value: str = "nowhere") -> Files:
    """The small set with one other value."""
    files = small()
    line(files, file, source_id)[column] = value
    return files


@pytest.mark.parametrize(
    ("file", "source_id", "column"),
    [
        ("classes.csv", "c5a", "schoolSourcedId"),
        ("classes.csv", "c5a", "courseSourcedId"),
        ("classes.csv", "m5a", "courseSourcedId"),
        ("classes.csv", "m5a", "termSourcedIds"),
    ],
)
def test_a_dangling_reference_on_which_a_class_hangs_refuses_the_set(file: str, source_id: str, column: str) -> None:
    _, problems = plan(but(file, source_id, column))
    errors = [problem for problem in problems.first if problem.level is Level.ERROR]
    assert [(e.code, e.file, e.column, e.data[0]) for e in errors] == [("reference_dangling", file, column, "nowhere")]


RIGHTS = [
    ("enrollments.csv", "e1", "userSourcedId"),
    ("enrollments.csv", "e1", "classSourcedId"),
    ("roles.csv", "r1", "userSourcedId"),
    ("roles.csv", "r1", "orgSourcedId"),
    ("users.csv", "anna", "agentSourcedIds"),
]


@pytest.mark.parametrize(("file", "source_id", "column"), RIGHTS)
def test_a_line_that_names_what_is_nowhere_is_left_out_and_the_rest_goes_on(
    file: str, source_id: str, column: str
) -> None:
    whole, _ = plan(small())
    done, problems = plan(but(file, source_id, column))
    assert not problems.refused
    assert [(p.file, p.column, p.data[0]) for p in problems.first if p.code == "reference_left_out"] == [
        (file, column, "nowhere")
    ]
    for table, changes in done.tables.items():
        given = {row for row in changes.added if not isinstance(row, RoleRow) or not row.is_implied}
        assert given <= set(whole.tables[table].added), "nobody gets more by it"


@pytest.mark.parametrize(("file", "source_id", "column"), RIGHTS)
def test_a_slip_of_the_pen_takes_no_right_that_stands(file: str, source_id: str, column: str) -> None:
    files = but(file, source_id, column)
    if file == "users.csv":
        line(files, file, source_id)["metadata.zvonok.agents"] = ""
    _, problems = plan(files, after(plan(small())[0]))
    assert "reference_dangling" in codes(problems, Level.ERROR)


def test_a_restriction_of_somebody_who_is_nowhere_refuses_the_set() -> None:
    _, problems = plan(but("users.csv", "petr", "metadata.zvonok.agents", "andrei:father:restricted"))
    assert codes(problems, Level.ERROR) == ["reference_dangling"]


def test_many_lines_that_name_what_is_nowhere_look_like_a_set_that_was_cut_off() -> None:
    files = small()
    without(files, "users.csv", "anna", "petr")
    _, problems = plan(files)
    errors = [problem for problem in problems.first if problem.level is Level.ERROR]
    assert [(error.code, error.file, error.data) for error in errors] == [
        ("many_left_out", "enrollments.csv", ("4", "6"))
    ]


@pytest.mark.parametrize(
    ("file", "source_id", "column"),
    [
        ("enrollments.csv", "e1", "schoolSourcedId"),
        ("courses.csv", "math", "orgSourcedId"),
        ("courses.csv", "math", "schoolYearSourcedId"),
        ("academicSessions.csv", "q1", "parentSourcedId"),
        ("orgs.csv", "s7", "parentSourcedId"),
        ("users.csv", "anna", "primaryOrgSourcedId"),
    ],
)
def test_a_reference_on_which_nothing_hangs_is_not_taken_and_its_line_stands(
    file: str, source_id: str, column: str
) -> None:
    done, problems = plan(but(file, source_id, column), after(plan(small())[0]))
    assert [(p.code, p.file, p.column) for p in problems.first] == [("reference_ignored", file, column)]
    assert len(done) == 0


def test_a_broken_restriction_is_never_guessed() -> None:
    files = small()
    line(files, "users.csv", "petr")["metadata.zvonok.agents"] = "andrey:father:restrictd"
    assert "not_an_agent" in codes(plan(files)[1], Level.ERROR)


def test_an_agent_who_is_a_student_gets_no_rights() -> None:
    files = small()
    line(files, "users.csv", "anna")["agentSourcedIds"] = "irina,petr"
    done, problems = plan(files)
    assert codes(problems) == ["agent_is_student"]
    assert guardianships(after(done)) == SMALL_PAIRS


def test_days_of_a_trusted_person_are_kept() -> None:
    files = small()
    agents = "granny:trusted:from=2026-10-01:until=2026-12-31"
    line(files, "users.csv", "petr")["metadata.zvonok.agents"] = agents
    rows = list(after(plan(files)[0]).rows("guardianship"))
    assert Guardianship("granny", "petr", "trusted", False, date(2026, 10, 1), date(2026, 12, 31)) in rows


def test_a_disabled_adult_keeps_nothing_but_restrictions_and_a_disabled_student_stays() -> None:
    files = small()
    for source_id in ("maria", "irina", "andrey", "anna"):
        line(files, "users.csv", source_id)["enabledUser"] = "false"
    done, problems = plan(files)
    state = after(done)
    assert sorted(codes(problems)) == ["student_disabled", "user_disabled", "user_disabled", "user_disabled"]
    assert guardianships(state) == SMALL_PAIRS - {("irina", "anna", "mother", False)}
    assert {row.person for row in state.rows("role")} == {"anna", "petr", "granny", "head"}
    assert not list(state.rows("teaching"))
    assert not list(state.rows("class_teacher"))
    assert len(list(state.rows("class_enrolment"))) == 2


def test_namesakes_stay_two_people() -> None:
    files = small()
    files["users.csv"] += lines("sourcedId|familyName|givenName|middleName", "anna2|Соколова|Анна|Дмитриевна")
    files["roles.csv"] += lines("sourcedId|userSourcedId|role|orgSourcedId", "r9|anna2|student|s7")
    state = after(plan(files)[0])
    assert sum(row.given_name == "Анна" for row in state.rows("person")) == 2


def test_a_delta_touches_only_what_it_lists() -> None:
    state = after(plan(small())[0])
    done, problems = delta(
        {
            "users.csv": lines(
                "sourcedId|status|familyName|givenName|middleName|agentSourcedIds",
                "anna|active|Соколова-Белова|Анна|Дмитриевна|",
                "granny|tobedeleted|Белова|Вера|Ильинична|",
            ),
            "enrollments.csv": lines(
                "sourcedId|status|classSourcedId|userSourcedId|role", "e5|tobedeleted|m5a|petr|student"
            ),
        },
        state,
    )
    assert not problems.first
    counts = {table: changes.counts() for table, changes in done.tables.items() if len(changes)}
    assert counts == {
        "person": {"added": 0, "changed": 1, "ended": 1, "returned": 0},
        "role": {"added": 0, "changed": 0, "ended": 1, "returned": 0},
        "guardianship": {"added": 0, "changed": 0, "ended": 1, "returned": 0},
        "course_enrolment": {"added": 0, "changed": 0, "ended": 1, "returned": 0},
    }
    # Anna's line names nobody: that says nothing about her mother.
    assert guardianships(after(done, state)) == SMALL_PAIRS - {("granny", "petr", "trusted", False)}


def test_a_delta_line_that_names_agents_is_the_whole_truth_about_them() -> None:
    state = after(plan(small())[0])
    row = "petr|active|Дьяконов|Пётр|Андреевич|granny|"
    header = "sourcedId|status|familyName|givenName|middleName|agentSourcedIds|metadata.zvonok.agents"
    done, _ = delta({"users.csv": lines(header, row)}, state)
    assert guardianships(after(done, state)) == SMALL_PAIRS - {("andrey", "petr", "father", True)}


def test_a_delta_may_refer_to_what_is_stored_and_to_nothing_else() -> None:
    state = after(plan(small())[0])
    header = "sourcedId|status|classSourcedId|userSourcedId|role"
    done, problems = delta({"enrollments.csv": lines(header, "e9|active|m5a|head|teacher")}, state)
    assert not problems.first
    assert done.tables["teaching"].counts()["added"] == 1
    done, problems = delta({"enrollments.csv": lines(header, "e9|active|m5a|stranger|teacher")}, state)
    assert (codes(problems), len(done)) == (["reference_left_out"], 0)


def test_a_delta_renames_a_subject_everywhere() -> None:
    state = after(plan(small())[0])
    done, _ = delta(
        {"courses.csv": lines("sourcedId|status|title|orgSourcedId", "math|active|Алгебра|s7")},
        state,
    )
    assert [row.subject for row in after(done, state).rows("course")] == ["Алгебра"]


def test_an_absent_file_says_nothing() -> None:
    state = after(plan(small())[0])
    done, problems = plan({"orgs.csv": small()["orgs.csv"]}, state)
    assert (len(done), problems.first) == (0, [])


def test_a_line_that_points_to_what_the_set_deletes_is_dropped() -> None:
    files = small()
    line(files, "users.csv", "petr")["status"] = "tobedeleted"
    done, problems = plan(files)
    assert not problems.refused
    assert set(codes(problems)) == {"reference_to_deleted"}
    assert {row.person for row in after(done).rows("course_enrolment")} == {"anna"}


def test_a_set_of_1_1_has_its_roles_in_the_users() -> None:
    files = small()
    roles = {row["userSourcedId"]: row["role"] for row in reversed(files.pop("roles.csv"))}
    for row in files["users.csv"]:
        row |= {"role": roles[row["sourcedId"]], "orgSourcedIds": "s7"}
    line(files, "users.csv", "head")["role"] = "administrator"
    done, problems = plan(files, version="1.1")
    assert not problems.first
    state = after(done)
    assert {(row.source_id, row.role) for row in state.rows("role")} >= {("anna/s7", "student"), ("head/s7", "admin")}
    assert guardianships(state) == SMALL_PAIRS
    line(files, "users.csv", "granny")["role"] = "teacher"
    again, _ = plan(files, state, version="1.1")
    assert {table: len(changes) for table, changes in again.tables.items() if len(changes)} == {
        "role": 1,
        "guardianship": 1,
    }


def test_a_department_belongs_to_its_school_and_a_district_has_no_roles() -> None:
    files = small()
    files["orgs.csv"] += lines("sourcedId|name|type|parentSourcedId", "dep|Начальная школа|department|s7")
    files["orgs.csv"] += lines("sourcedId|name|type", "dis|Район|district")
    line(files, "classes.csv", "c5a")["schoolSourcedId"] = "dep"
    line(files, "roles.csv", "r8")["orgSourcedId"] = "dis"
    done, problems = plan(files)
    assert codes(problems) == ["role_outside_school"]
    assert next(iter(after(done).rows("class"))).school == "s7"
