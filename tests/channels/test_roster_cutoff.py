"""A set that was cut off is not applied by a job that nobody watches, and no unknown word gives a right."""

from datetime import date

import pytest

from channels.roster.cutoff import Ending, much_ends, refuse_much
from channels.roster.model import TABLES, Mode, State
from tests.support.roster_plans import after, plan
from tests.support.rosters import Files, line, small, without

TODAY = date(2026, 11, 20)


def grown(students: int = 20) -> Files:
    """The small set with a class of so many more."""
    files = small()
    for n in range(students):
        files["users.csv"].append({"sourcedId": f"x{n}", "enabledUser": "true", "familyName": "Ф", "givenName": "И"})
        files["roles.csv"].append(
            {"sourcedId": f"xr{n}", "userSourcedId": f"x{n}", "role": "student", "orgSourcedId": "s7"}
        )
        for group in ("c5a", "m5a"):
            files["enrollments.csv"].append(
                {"sourcedId": f"x{group}{n}", "classSourcedId": group, "userSourcedId": f"x{n}", "role": "student"}
            )
    return files


def stored(files: Files) -> State:
    done, problems = plan(files)
    assert not problems.refused
    return after(done)


def test_an_enrolment_file_with_only_its_header_ends_much() -> None:
    state, files = stored(grown()), grown()
    files["enrollments.csv"] = []
    done, problems = plan(files, state)
    assert not problems.refused
    found = much_ends(done, state, TODAY)
    assert {"class_enrolment", "course_enrolment"} <= found.keys()
    assert found["class_enrolment"] == Ending(22, 22)
    refuse_much(much_ends(done, state, TODAY), problems, frozenset())
    assert {(each.code, each.data[3]) for each in problems.first if each.code == "many_ended"} >= {
        ("many_ended", "class_enrolment"),
        ("many_ended", "course_enrolment"),
    }


def test_what_is_allowed_by_its_name_is_not_refused() -> None:
    state, files = stored(grown()), grown()
    files["enrollments.csv"] = []
    for allowed, refused in (({"class_enrolment"}, True), ({"all"}, False), (set(TABLES), False)):
        done, problems = plan(files, state)
        refuse_much(much_ends(done, state, TODAY), problems, frozenset(allowed))
        assert problems.refused is refused


@pytest.mark.parametrize(("leavers", "much"), [(4, False), (5, True), (20, True)])
def test_more_than_one_in_five_is_much(leavers: int, much: bool) -> None:
    state, files = stored(grown()), grown()
    gone = [f"x{n}" for n in range(leavers)]
    without(files, "users.csv", *gone)
    without(files, "roles.csv", *(f"xr{n}" for n in range(leavers)))
    without(files, "enrollments.csv", *(f"x{group}{n}" for n in range(leavers) for group in ("c5a", "m5a")))
    done, _ = plan(files, state)
    assert ("class_enrolment" in much_ends(done, state, TODAY)) is much


def test_a_restriction_is_lifted_as_well_where_the_child_comes_back_without_it() -> None:
    state, files = stored(small()), small()
    without(files, "users.csv", "petr")
    without(files, "roles.csv", "r2")
    without(files, "enrollments.csv", "e2", "e5")
    line(files, "users.csv", "granny")["agentSourcedIds"] = ""
    gone, _ = plan(files, state)
    assert [(row.guardian, row.student) for row in gone.lifted()] == [("andrey", "petr")]
    state = after(gone, state)
    files = small()
    line(files, "users.csv", "petr").update({"agentSourcedIds": "andrey", "metadata.zvonok.agents": ""})
    back, _ = plan(files, state)
    assert [(row.guardian, row.student) for row in back.lifted()] == [("andrey", "petr")]
    kept, _ = plan(small(), state)
    assert kept.lifted() == []


def test_one_who_leaves_a_small_school_stops_no_night() -> None:
    state, files = stored(small()), small()
    without(files, "enrollments.csv", "e5")
    done, _ = plan(files, state)
    assert much_ends(done, state, TODAY) == {}


def test_a_first_import_and_a_delta_that_ends_little_are_nothing_of_the_kind() -> None:
    done, _ = plan(grown())
    assert much_ends(done, State(), TODAY) == {}


@pytest.mark.parametrize(
    "word", ["false", "0", "no", "нет", "Ложь", "ЛОЖЬ", "off", "выкл", "Н", "f", " нет", "Выключено", "отключён"]
)
def test_whatever_means_no_disables(word: str) -> None:
    files = small()
    line(files, "users.csv", "maria")["enabledUser"] = word
    done, problems = plan(files)
    assert not problems.refused
    assert [row.person for row in after(done).rows("teaching")] == []


@pytest.mark.parametrize("word", ["true", "1", "yes", "да", "Истина", "ИСТИНА", "on", "Д", "t", "Включено", "ВКЛЮЧЁН"])
def test_whatever_means_yes_enables(word: str) -> None:
    files = small()
    line(files, "users.csv", "maria")["enabledUser"] = word
    done, problems = plan(files)
    assert not problems.refused
    assert [row.person for row in after(done).rows("teaching")] == ["maria"]


@pytest.mark.parametrize(
    "word",
    [
        *("deleted", "удалён", "Удален", "suspended", "приостановлен", "уволена", "inactive", "архив"),
        *("не активен", "Не  Активна", "to be deleted", "to-be-deleted"),
    ],
)
def test_whatever_means_gone_ends(word: str) -> None:
    files = small()
    line(files, "roles.csv", "r6")["status"] = word
    done, problems = plan(files)
    assert not problems.refused
    assert "maria" not in {row.person for row in after(done).rows("role")}
    assert [each for each in problems.first if each.column == "status"]


RIGHTS = [
    ("users.csv", "maria", "enabledUser"),
    ("roles.csv", "r6", "status"),
    ("roles.csv", "r6", "role"),
    ("enrollments.csv", "e6", "role"),
    ("classes.csv", "c5a", "classType"),
    ("orgs.csv", "s7", "type"),
]


@pytest.mark.parametrize(("file", "id_", "column"), RIGHTS)
@pytest.mark.parametrize("word", ["maybe", "2", "наверное", "-", "актив?", "ext", "учитель?"])
@pytest.mark.parametrize("mode", [Mode.BULK, Mode.DELTA])
def test_any_other_word_refuses_the_set(file: str, id_: str, column: str, word: str, mode: Mode) -> None:
    files = small()
    line(files, file, id_)[column] = word
    _, problems = plan(files, modes=dict.fromkeys(files, mode))
    assert [
        (each.code, each.file, each.column, each.data) for each in problems.first if each.code == "unknown_word"
    ] == [("unknown_word", file, column, (word,))]
    assert problems.refused


@pytest.mark.parametrize(
    ("file", "id_", "column", "word"),
    [
        ("roles.csv", "r1", "role", "Ученик"),
        ("roles.csv", "r3", "role", "мать"),
        ("roles.csv", "r4", "role", "Законный представитель"),
        ("roles.csv", "r5", "role", "доверенное лицо"),
        ("roles.csv", "r6", "role", "УЧИТЕЛЬ"),
        ("roles.csv", "r7", "role", "Директор"),
        ("roles.csv", "r8", "role", "администратор"),
        ("enrollments.csv", "e1", "role", "обучающаяся"),
        ("enrollments.csv", "e3", "role", "Педагог"),
        ("classes.csv", "c5a", "classType", "Класс"),
        ("classes.csv", "m5a", "classType", "предмет"),
        ("orgs.csv", "s7", "type", "Гимназия"),
    ],
)
def test_the_usual_words_mean_what_they_say_and_are_told(file: str, id_: str, column: str, word: str) -> None:
    files = small()
    line(files, file, id_)[column] = word
    done, problems = plan(files, stored(small()))
    assert len(done) == 0
    assert [(each.code, each.column, each.data[0]) for each in problems.first] == [("case_of_value", column, word)]


@pytest.mark.parametrize("file", ["roles.csv", "enrollments.csv"])
def test_a_word_of_the_rosters_own_as_the_standard_lets_it_gives_nothing_and_refuses_nothing(file: str) -> None:
    files = small()
    line(files, file, {"roles.csv": "r6", "enrollments.csv": "e6"}[file])["role"] = "ext:librarian"
    done, problems = plan(files)
    assert not problems.refused
    assert [each.code for each in problems.first if each.column == "role"] == ["unknown_role"]
    assert not [row for row in after(done).rows("role" if file == "roles.csv" else "teaching") if row.person == "maria"]


@pytest.mark.parametrize("mode", [Mode.BULK, Mode.DELTA])
@pytest.mark.parametrize("last", ["tobedeleted", "active"])
def test_an_id_that_is_deleted_and_active_in_one_file_refuses_the_set(mode: Mode, last: str) -> None:
    files = small()
    lines = [{**line(files, "roles.csv", "r6"), "status": status} for status in ("active", "tobedeleted")]
    files["roles.csv"] += lines[:: 1 if last == "tobedeleted" else -1]
    files["roles.csv"].remove(line(files, "roles.csv", "r6"))  # the one without a status
    _, problems = plan(files, modes=dict.fromkeys(files, mode))
    assert [(each.code, each.data[0]) for each in problems.first if each.level == "error"] == [
        ("id_deleted_and_not", "r6")
    ]


def _ends_in_the_past(files: Files) -> None:
    for row in files["enrollments.csv"]:
        row["endDate"] = "2026-10-01"


def _begins_in_the_future(files: Files) -> None:
    for row in files["roles.csv"]:
        row["beginDate"] = "2027-09-01"


def _disabled(files: Files) -> None:
    for row in files["users.csv"]:
        row["enabledUser"] = "нет"


def _deleted_people(files: Files) -> None:
    for row in files["users.csv"]:
        row["status"] = "tobedeleted"


def _terms_over(files: Files) -> None:
    for row in files["academicSessions.csv"]:
        row.update({"startDate": "2026-09-01", "endDate": "2026-10-01"})


def _no_terms(files: Files) -> None:
    files["academicSessions.csv"] = []
    for row in files["classes.csv"]:
        row["termSourcedIds"] = ""


def _deleted_groups(files: Files) -> None:
    for row in files["classes.csv"]:
        row["status"] = "tobedeleted"


def _no_kinds(files: Files) -> None:
    files["categories.csv"] = []


def _all_restricted(files: Files) -> None:
    for row in files["users.csv"]:
        details = row.get("metadata.zvonok.agents", "")
        row["metadata.zvonok.agents"] = details.replace(":mother", ":mother:restricted")


@pytest.mark.parametrize(
    ("cut", "tables"),
    [
        (_ends_in_the_past, {"class_enrolment", "course_enrolment"}),
        (_begins_in_the_future, {"role"}),
        (_disabled, {"person", "role", "guardianship"}),
        (_deleted_people, {"person", "role", "guardianship", "class_enrolment", "course_enrolment"}),
        (_terms_over, {"class_enrolment", "course_enrolment"}),
        (_no_terms, {"academic_session"}),
        (_deleted_groups, {"class_enrolment", "course_enrolment"}),
        (_no_kinds, {"mark_kind"}),
        (_all_restricted, {"guardianship"}),
    ],
)
def test_rows_that_stand_and_give_nothing_any_more_have_ended(cut, tables: set[str]) -> None:  # type: ignore[no-untyped-def]
    state, files = stored(years(grown())), years(grown())
    cut(files)
    done, problems = plan(files, state)
    assert not problems.refused, problems.first
    assert much_ends(done, state, TODAY).keys() >= tables


def years(files: Files) -> Files:
    """With a term to come, and a family for each student."""
    files["academicSessions.csv"].append(
        {
            **line(files, "academicSessions.csv", "q1"),
            "sourcedId": "q2",
            "startDate": "2026-11-02",
            "endDate": "2027-01-11",
        }
    )
    for n in range(20):
        line(files, "users.csv", f"x{n}").update({"agentSourcedIds": "irina", "metadata.zvonok.agents": "irina:mother"})
    return files


def _part(role: str, count: int, gone: int, school: str = "s7") -> tuple[State, Files]:
    """The grown school with so many more of a role, of whom so many lose it."""
    files = grown(60)
    if school != "s7":
        files["orgs.csv"].append({"sourcedId": school, "name": "Школа", "type": "school"})
    for n in range(count):
        files["users.csv"].append({"sourcedId": f"p{n}", "enabledUser": "true", "familyName": "Ф", "givenName": "И"})
        files["roles.csv"].append(
            {"sourcedId": f"pr{n}", "userSourcedId": f"p{n}", "role": role, "orgSourcedId": school}
        )
    state = stored(files)
    without(files, "roles.csv", *(f"pr{n}" for n in range(gone)))
    return state, files


@pytest.mark.parametrize(
    ("role", "count", "gone", "school", "ending"),
    [
        ("teacher", 11, 11, "s7", Ending(11, 12, "s7", "teacher")),
        ("teacher", 11, 2, "s7", None),
        ("principal", 2, 2, "s7", None),
        ("principal", 5, 4, "s7", Ending(4, 6, "s7", "leadership")),
        ("student", 9, 9, "s8", Ending(9, 9, "s8", "student")),
        ("student", 9, 1, "s8", None),
        ("siteAdministrator", 2, 2, "s8", Ending(2, 2, "s8", "admin")),
    ],
)
def test_all_of_one_role_or_school_are_many_however_few_they_are_of_the_table(
    role: str, count: int, gone: int, school: str, ending: Ending | None
) -> None:
    state, files = _part(role, count, gone, school)
    done, problems = plan(files, state)
    assert not problems.refused
    found = much_ends(done, state, TODAY)
    assert found.get("role") == ending
    refuse_much(found, problems, frozenset())
    assert [each.code for each in problems.first if each.code == "many_ended"] == ["many_ended"] * (ending is not None)


def test_a_year_that_is_over_and_terms_that_are_past_end_nothing() -> None:
    state, files = stored(years(grown())), years(grown())
    without(files, "academicSessions.csv", "q1")
    done, problems = plan(files, state)
    assert not problems.refused
    assert much_ends(done, state, TODAY) == {}
    assert done.tables["academic_session"].counts()["ended"] == 1
