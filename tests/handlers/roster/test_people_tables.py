"""A school's own table of people, as XLSX and CSV: read as people mean it, or refused with file, line and reason."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from channels.roster.doubles import warn_of_doubles
from channels.roster.model import Guardianship, Level, Membership, Person, Problems, RoleRow, State
from channels.roster.plan import Plan, plan_import, refuse_lifted
from handlers.roster.plain import Answers
from handlers.roster.read import open_set
from handlers.roster.template import STAFF, STUDENTS, TEMPLATES
from handlers.tables.templates import write_template
from tests.support.roster_plans import after
from tests.support.tables import Sheets, told, workbook

HEADINGS = ["Фамилия", "Имя", "Отчество", "Дата рождения", "Класс", "Мать ФИО", "Мать телефон", "Отец ФИО"]
ANNA = ["Соколова", "Анна", "Дмитриевна", "12.05.2015", "5A", "Соколова Елена Сергеевна", "8 916 555 47 12", ""]
PETR = ["Соколов", "Пётр", "Дмитриевич", "12.05.17", "3 б", "Соколова Елена Сергеевна", "+7(916)5554712", ""]
MATVEY = ["Козлов", "Матвей", "", "", "5А", "Козлова Ольга", "", "Козлов Иван"]
PEOPLE = [HEADINGS, ANNA, PETR, MATVEY]

Rows = Sequence[Sequence[object]]
Write = Callable[[Path, Rows], Path]


def csv(path: Path, rows: Rows) -> Path:
    path.write_bytes("\r\n".join(";".join(f'"{cell}"' for cell in row) for row in rows).encode("windows-1251"))
    return path


def xlsx(path: Path, rows: Rows) -> Path:
    return workbook(path.with_suffix(".xlsx"), {"Лист1": rows})


def read(
    path: Path, state: State | None = None, columns: Mapping[str, str] | None = None, school: str = "Гимназия № 7"
) -> tuple[Plan | None, Problems]:
    problems = Problems()
    with open_set(path, problems, None, Answers(columns or {}, school=school)) as reading:
        if reading is None:
            return None, problems
        return plan_import(reading, state or State(), reading.problems, "Europe/Moscow"), problems


def imported(path: Path, rows: Rows, state: State | None = None) -> tuple[Plan, State]:
    plan, problems = read(csv(path, rows), state)
    assert plan is not None
    assert told(problems, Level.ERROR) == []
    return plan, after(plan, state)


def without(rows: Rows, *headings: str) -> list[list[object]]:
    kept = [n for n, heading in enumerate(rows[0]) if heading not in headings]
    return [[row[n] for n in kept] for row in rows]


def people(state: State) -> dict[str, Person]:
    """Full name -> who stands under it."""
    return {f"{row.family_name} {row.given_name}": row for row in state.rows("person")}


def families(state: State) -> set[tuple[str, str, str]]:
    names = {row.source_id: row.given_name for row in state.rows("person")}
    rows = [row for row in state.rows("guardianship") if isinstance(row, Guardianship)]
    return {(names[row.guardian], row.relation, names[row.student]) for row in rows}


@pytest.mark.parametrize("write", [csv, xlsx])
def test_students_with_their_adults(tmp_path: Path, write: Write) -> None:
    plan, problems = read(write(tmp_path / "people.csv", PEOPLE))
    assert plan is not None
    state = after(plan)
    assert families(state) == {
        ("Елена", "mother", "Анна"),
        ("Елена", "mother", "Пётр"),
        ("Ольга", "mother", "Матвей"),
        ("Иван", "father", "Матвей"),
    }
    assert people(state)["Соколова Елена"].phone == "+79165554712"
    classes = {row.source_id: row.name for row in state.rows("class")}
    names = {row.source_id: row.given_name for row in state.rows("person")}
    rows = [row for row in state.rows("class_enrolment") if isinstance(row, Membership)]
    assert {(names[row.person], classes[row.group]) for row in rows} == {
        ("Анна", "5А"),
        ("Пётр", "3Б"),
        ("Матвей", "5А"),
    }
    roles = {(names[row.person], row.role) for row in state.rows("role") if isinstance(row, RoleRow)}
    assert roles == {
        *((name, "student") for name in ("Анна", "Пётр", "Матвей")),
        *((name, "guardian") for name in ("Елена", "Ольга", "Иван")),
    }
    name = next(iter({each.file for each in problems.first if each.line}))
    assert f"{name}:2 Класс: class_read_as" in told(problems)
    assert f"{name}:3 Мать телефон: phone_read_as" in told(problems)


def test_the_same_table_again_changes_nothing(tmp_path: Path) -> None:
    _, state = imported(tmp_path / "people.csv", PEOPLE)
    plan, _ = imported(tmp_path / "people.csv", [HEADINGS, MATVEY, PETR, ANNA], state)
    assert len(plan) == 0


@pytest.mark.parametrize("gone", ["Дата рождения", "Мать телефон", "Класс"])
def test_a_column_that_is_missing_empties_nothing(tmp_path: Path, gone: str) -> None:
    _, state = imported(tmp_path / "people.csv", PEOPLE)
    plan, _ = imported(tmp_path / "people.csv", without(PEOPLE, gone), state)
    assert len(plan) == 0


def test_without_the_columns_of_adults_all_of_them_stay(tmp_path: Path) -> None:
    _, state = imported(tmp_path / "people.csv", PEOPLE)
    plan, _ = imported(tmp_path / "people.csv", without(PEOPLE, "Мать ФИО", "Мать телефон", "Отец ФИО"), state)
    assert len(plan) == 0


def test_a_new_telephone_is_of_the_same_person(tmp_path: Path) -> None:
    _, state = imported(tmp_path / "people.csv", PEOPLE)
    mother = people(state)["Соколова Елена"].source_id
    moved = [[cell if cell != "8 916 555 47 12" else "8 916 000 00 00" for cell in row] for row in [HEADINGS, ANNA]]
    plan, state = imported(tmp_path / "people.csv", moved, state)
    assert people(state)["Соколова Елена"] == people(state)["Соколова Елена"]._replace(
        source_id=mother, phone="+79160000000"
    )
    assert not plan.tables["person"].added


def test_a_table_says_all_there_is_of_the_classes_it_names_and_nothing_of_others(tmp_path: Path) -> None:
    _, state = imported(tmp_path / "people.csv", PEOPLE)
    plan, state = imported(tmp_path / "people.csv", [HEADINGS, ANNA], state)
    gone = {stored.row.given_name for stored in plan.tables["person"].ended if isinstance(stored.row, Person)}
    assert gone == {"Матвей", "Ольга", "Иван"}
    assert ("Елена", "mother", "Пётр") in families(state)


def test_a_student_who_changes_class_leaves_the_old_one(tmp_path: Path) -> None:
    _, state = imported(tmp_path / "people.csv", PEOPLE)
    _, state = imported(tmp_path / "people.csv", [HEADINGS, [*ANNA[:4], "6В", *ANNA[5:]]], state)
    rows = {
        row.group for row in state.rows("class_enrolment") if row.person == people(state)["Соколова Анна"].source_id
    }
    assert rows == {"class:6В"}


def test_a_mother_who_is_named_no_more_follows_no_more(tmp_path: Path) -> None:
    _, state = imported(tmp_path / "people.csv", PEOPLE)
    _, state = imported(tmp_path / "people.csv", [HEADINGS, ANNA, [*PETR[:5], "", "", ""], MATVEY], state)
    assert ("Елена", "mother", "Анна") in families(state)
    assert ("Елена", "mother", "Пётр") not in families(state)


def test_a_restriction_stays_for_a_table_has_no_word_for_it(tmp_path: Path) -> None:
    _, state = imported(tmp_path / "people.csv", PEOPLE)
    for key, stored in state.tables["guardianship"].items():
        assert isinstance(stored.row, Guardianship)
        state.tables["guardianship"][key] = stored._replace(row=stored.row._replace(restricted=True))
    for rows in (PEOPLE, [HEADINGS, [*ANNA[:5], "", "", ""], PETR, MATVEY]):
        plan, _ = read(csv(tmp_path / "people.csv", rows), state)
        assert plan is not None
        assert plan.lifted() == []


@pytest.mark.parametrize(
    ("called", "is_told"),
    [("Соколова Елена", True), ("соколова  елена сергеевна", False), ("Соколова Елена Павловна", False)],
)
def test_a_restricted_adult_does_not_come_back_under_half_a_name(tmp_path: Path, called: str, is_told: bool) -> None:
    _, state = imported(tmp_path / "people.csv", PEOPLE)
    for key, stored in state.tables["guardianship"].items():
        assert isinstance(stored.row, Guardianship)
        state.tables["guardianship"][key] = stored._replace(row=stored.row._replace(restricted=True))
    plan, problems = read(csv(tmp_path / "people.csv", [HEADINGS, [*ANNA[:5], called, "", ""]]), state)
    assert plan is not None
    warn_of_doubles(plan, state, (), problems)
    assert ("restricted_again" in [p.code for p in problems.first]) is is_told
    refuse_lifted(plan, problems)
    assert ("restricted_again" in [p.code for p in problems.first if p.level is Level.ERROR]) is is_told


def test_what_only_students_have_a_column_for_stays_of_their_adults(tmp_path: Path) -> None:
    contacts = ["8 916 000 00 01", "anna@x.example"]
    headings = ["ФИО", "Телефон ученика", "E-mail ученика", "Мать", "Телефон матери", "E-mail матери"]
    row = ["Соколова Анна", *contacts, "Соколова Елена", "8 916 000 00 02", "elena@x.example"]
    _, state = imported(tmp_path / "people.csv", [headings, row])
    plan, state = imported(tmp_path / "people.csv", [headings[:4], row[:4]], state)
    assert len(plan) == 0
    _, state = imported(tmp_path / "people.csv", [headings[:4], ["Соколова Анна", "", "", "Соколова Елена"]], state)
    student, mother = people(state)["Соколова Анна"], people(state)["Соколова Елена"]
    assert (student.phone, student.email) == (None, None), "an empty cell says: empty"
    assert (mother.phone, mother.email) == ("+79160000002", "elena@x.example")


def test_two_mothers_of_one_name_are_two_people(tmp_path: Path) -> None:
    other = ["Соколова", "Вера", "", "01.02.2016", "4А", "Соколова Елена Сергеевна", "8 916 111 11 11", ""]
    _, state = imported(tmp_path / "people.csv", [*PEOPLE, other])
    mothers = [row for row in state.rows("person") if row.given_name == "Елена"]
    assert len(mothers) == 2


def test_staff_and_what_they_are(tmp_path: Path) -> None:
    rows = [
        ["ФИО", "Должность", "Классное руководство", "Телефон"],
        ["Рябова Мария Ивановна", "учитель математики", "5A; 6 б", "8 916 555 47 16"],
        ["Громова Елена Викторовна", "Директор", "–", ""],
        ["Лаврова Ада", "секретарь", "нет", ""],
        ["Царёв Иван", "администратор", "", ""],
    ]
    plan, problems = read(csv(tmp_path / "staff.csv", rows))
    assert plan is not None
    state = after(plan)
    names = {row.source_id: row.family_name for row in state.rows("person")}
    assert {(names[row.person], row.role) for row in state.rows("role")} == {
        ("Рябова", "teacher"),
        ("Громова", "leadership"),
        ("Лаврова", "staff"),
        ("Царёв", "admin"),
    }
    leads = {(row.group, names[row.person]) for row in state.rows("class_teacher")}
    assert leads == {("class:5А", "Рябова"), ("class:6Б", "Рябова")}
    assert len(plan.tables["class"].added) == 2
    assert told(problems, Level.ERROR) == []
    assert "staff.csv:4 Должность: role_read_as_staff" in told(problems)


def test_a_table_of_staff_ends_no_student_and_a_table_of_students_none_of_the_staff(tmp_path: Path) -> None:
    _, state = imported(tmp_path / "people.csv", PEOPLE)
    staff = [["ФИО", "Должность"], ["Рябова Мария", "учитель"], ["Громова Елена", "завуч"]]
    plan, state = imported(tmp_path / "staff.csv", staff, state)
    assert not plan.tables["person"].ended
    plan, state = imported(tmp_path / "people.csv", PEOPLE, state)
    assert len(plan) == 0
    plan, _ = imported(tmp_path / "staff.csv", staff[:2], state)
    assert [stored.row.family_name for stored in plan.tables["person"].ended if isinstance(stored.row, Person)] == [
        "Громова"
    ]


def test_a_filled_in_template_is_read_without_a_question(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, TEMPLATES["ru"])
    book = load_workbook(path)
    for title, columns in (("Ученики", STUDENTS), ("Сотрудники", STAFF)):
        for n, (_, example) in enumerate(columns, 1):
            book[title].cell(2, n, example)
    book.save(path)
    plan, problems = read(path)
    assert plan is not None
    assert told(problems, Level.ERROR) == []
    assert families(after(plan)) == {
        ("Елена", "mother", "Анна"),
        ("Дмитрий", "father", "Анна"),
        ("Вера", "trusted", "Анна"),
    }
    assert len(plan.tables["class_teacher"].added) == 1


@pytest.mark.parametrize("write", [csv, xlsx])
@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ([["ФИО", "Родитель", "Телефон"], ["А Б", "В Г", "1"]], "1 Телефон: column_doubtful"),
        ([["ФИО", "Примечание"], ["А Б", "только мама"]], "1 Примечание: column_notes"),
        ([["Класс", "Телефон"], ["5А", ""]], "1: names_missing"),
        ([["ФИО", "Фамилия", "Ученик"], ["А Б", "А", "А"]], "1 ФИО: column_doubtful"),
        ([["ФИО", "Класс"], ["Иванов Иван", "5А"], ["Иванов Иван", "5Б"]], "3: people_alike"),
        ([["ФИО", "Класс"], ["Иванов Иван", "5А"], ["иванов  Иван", "5А"]], "3: people_alike"),
        ([["ФИО", "Класс", "Личное дело"], ["А Б", "5А", "7"], ["В Г", "5Б", "7"]], "3: people_alike"),
        ([["ФИО", "Класс", "Дата рождения"], ["А Б", "5А", "32.05.2015"]], "2 Дата рождения: not_a_date"),
        ([["ФИО", "Класс", "Дата рождения"], ["А Б", "5А", "весной"]], "2 Дата рождения: not_a_date"),
        ([["ФИО", "Мать ФИО", "Кем приходится"], ["А Б", "В Г", "подруга"]], "1 Кем приходится: column_doubtful"),
        ([["ФИО", "Родитель", "Кем приходится"], ["А Б", "В Г", "подруга"]], "2 Кем приходится: unknown_word"),
        ([["ФИО", "Класс"], ["А Б", "5" * 5000]], "2 Класс: value_too_long"),
    ],
)
def test_a_dirty_table_is_refused_with_its_line_and_reason(
    tmp_path: Path, write: Write, rows: Rows, refused: str
) -> None:
    _, problems = read(write(tmp_path / "people.csv", rows))
    assert [each for each in told(problems, Level.ERROR) if f":{refused}" in each], told(problems)


def test_an_answer_is_taken_and_one_that_makes_no_sense_refused(tmp_path: Path) -> None:
    path = csv(tmp_path / "people.csv", [["ФИО", "Родитель", "Телефон"], ["А Б", "В Г", "8 916 555 47 12"]])
    plan, problems = read(path, columns={"Телефон": "adult1.phone"})
    assert plan is not None
    assert people(after(plan))["В Г"].phone == "+79165554712"
    assert told(problems, Level.ERROR) == []
    assert "meaning_unknown" in [p.code for p in read(path, columns={"Телефон": "adult1.shoe"})[1].first]
    assert "column_not_there" in [p.code for p in read(path, columns={"Тел": "-"})[1].first]
    assert "meaning_repeated" in [p.code for p in read(path, columns={"Телефон": "student.full_name"})[1].first]


def test_the_first_table_names_the_school_and_later_ones_need_not(tmp_path: Path) -> None:
    path = csv(tmp_path / "people.csv", PEOPLE)
    assert "school_unnamed" in [p.code for p in read(path, school="")[1].first]
    _, state = imported(path, PEOPLE)
    plan, problems = read(csv(path, PEOPLE), state, school="")
    assert plan is not None
    assert (len(plan), told(problems, Level.ERROR)) == (0, [])


def test_what_is_no_telephone_or_mail_address_is_left_out_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = [
        ["ФИО", "Класс", "Телефон", "E-mail"],
        ["А Б", "5А", "12-34", "anna(at)x"],
        ["Итого", "", "", ""],
        ["", "5А", "", ""],
    ]
    plan, problems = read(csv(tmp_path / "people.csv", rows))
    assert plan is not None
    assert {"people.csv:2 Телефон: phone_left_out", "people.csv:2 E-mail: email_left_out"} <= set(told(problems))
    assert {"people.csv:3 ФИО: line_without_name", "people.csv:4 ФИО: line_without_name"} <= set(told(problems))
    assert len(plan.tables["person"].added) == 1


def test_one_child_in_two_rows_is_one_child_if_the_birthday_says_so(tmp_path: Path) -> None:
    rows = [
        ["ФИО", "Дата рождения", "Класс", "Родитель"],
        ["А Б", "1.2.2015", "5А", "В Г"],
        ["А Б", "1.2.2015", "5А", "Д Е"],
    ]
    _, state = imported(tmp_path / "people.csv", rows)
    assert families(state) == {("Г", "guardian", "Б"), ("Е", "guardian", "Б")}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("8 916 555 47 12", "+79165554712"),
        ("+7 (916) 555-47-12", "+79165554712"),
        ("89165554712, +7(903)1112233", "+79165554712"),
        ("9165554712", "+79165554712"),
        ("+375 29 123-45-67", "+375291234567"),
        ("555-47-12", None),
        ("нет", None),
        ("8 916 555 47", None),
        ("+8 916 555 47 12", "+89165554712"),
    ],
)
def test_telephones_as_people_write_them(tmp_path: Path, written: str, kept: str | None) -> None:
    _, state = imported(tmp_path / "people.csv", [["ФИО", "Телефон"], ["Соколова Анна", written]])
    assert people(state)["Соколова Анна"].phone == kept


def test_a_sheet_may_be_a_class_and_one_without_people_is_passed_over(tmp_path: Path) -> None:
    sheets: Sheets = {
        "5A": [["ФИО", "Мать"], ["Соколова Анна", "Соколова Елена"]],
        "6 б": [["ФИО"], ["Козлов Матвей"]],
        "Справка": [["Как заполнять", "Пример"], ["пишите", "так"]],
    }
    plan, problems = read(workbook(tmp_path / "classes.xlsx", sheets))
    assert plan is not None
    assert told(problems, Level.ERROR) == []
    assert {row.name for row in after(plan).rows("class")} == {"5А", "6Б"}
    assert len(plan.tables["class_enrolment"].added) == 2
    assert "classes.xlsx [Справка]:1: sheet_without_people" in told(problems)


def test_a_mother_in_two_sheets_is_one_and_two_students_of_one_name_are_not(tmp_path: Path) -> None:
    mother = ["Соколова Елена", "8 916 555 47 12"]
    sheets: dict[str, list[list[str]]] = {
        "5А": [["ФИО", "Мать", "Мать телефон"], ["Соколова Анна", *mother]],
        "6Б": [["ФИО", "Мать", "Мать телефон"], ["Соколов Пётр", *mother]],
    }
    plan, _ = read(workbook(tmp_path / "a.xlsx", {**sheets}))
    assert plan is not None
    assert len(plan.tables["person"].added) == 3
    sheets["6Б"][1][0] = "Соколова Анна"
    errors = told(read(workbook(tmp_path / "a.xlsx", {**sheets}))[1], Level.ERROR)
    assert errors == ["a.xlsx [6Б]:2: people_alike"]


def test_a_sheet_without_columns_of_adults_ends_no_adult(tmp_path: Path) -> None:
    sheets: Sheets = {"5А": [["ФИО", "Мать"], ["А Б", "В Г"]], "6Б": [["ФИО", "Мать"], ["Д Е", "Ж З"]]}
    plan, _ = read(workbook(tmp_path / "a.xlsx", sheets))
    assert plan is not None
    sheets = {**sheets, "6Б": [["ФИО"], ["Д Е"]]}
    again, _ = read(workbook(tmp_path / "a.xlsx", sheets), after(plan))
    assert again is not None
    assert len(again) == 0


def test_a_workbook_of_no_people_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"a": [["x", "y"], ["1", "2"]], "b": [["x", "y"], ["1", "2"]]})
    assert told(read(path)[1], Level.ERROR) == ["a.xlsx: names_missing"]


def test_an_answer_of_the_other_kind_of_table_is_refused(tmp_path: Path) -> None:
    path = csv(tmp_path / "people.csv", [["ФИО", "Класс", "Тел"], ["А Б", "5А", "8 916 555 47 12"]])
    errors = told(read(path, columns={"Тел": "staff.phone"})[1], Level.ERROR)
    assert errors == ["people.csv:1 Тел: meaning_unknown"]
