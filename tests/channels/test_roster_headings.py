"""What the columns of a school's own table mean, by their headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.roster.headings import LEFT_OUT, MEANINGS, WHAT, WHOM, Certainty, Kind, kind_of, map_columns
from handlers.roster.template import TEMPLATES


def sure(headings: list[str], kind: Kind = Kind.STUDENTS) -> dict[str, str]:
    return {c.heading: c.meaning for c in map_columns(headings, kind) if c.certainty is Certainty.SURE}


def doubtful(headings: list[str], kind: Kind = Kind.STUDENTS) -> dict[str, str]:
    return {c.heading: c.meaning for c in map_columns(headings, kind) if c.certainty is Certainty.DOUBTFUL}


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("ФИО", "student.full_name"),
        ("Ф.И.О. ученика", "student.full_name"),
        ("Фамилия, имя, отчество", "student.full_name"),
        ("Фамилия, имя", "student.full_name"),
        ("ФАМИЛИЯ", "student.family_name"),
        ("Имя ребёнка", "student.given_name"),
        ("Отчество", "student.middle_name"),
        ("Дата рождения", "student.birth_day"),
        ("Д.р.", "student.birth_day"),
        ("Класс", "student.class"),
        ("Кл.", "student.class"),
        ("Мать ФИО", "mother.full_name"),
        ("ФИО матери", "mother.full_name"),
        ("Мама", "mother.full_name"),
        ("Телефон отца", "father.phone"),
        ("Моб. телефон мамы", "mother.phone"),
        ("Родитель", "adult1.full_name"),
        ("Родитель 2: эл. почта", "adult2.email"),
        ("Законный представитель", "adult1.full_name"),
        ("Кем приходится", "adult1.relation"),
        ("Степень родства", "adult1.relation"),
        ("Last name", "student.family_name"),
        ("First Name", "student.given_name"),
        ("Date of birth", "student.birth_day"),
        ("Mother's e-mail", "mother.email"),
        ("Guardian 2 phone", "adult2.phone"),
        ("Личное дело", "student.id"),
        ("№ п/п", LEFT_OUT),
        ("Адрес регистрации", LEFT_OUT),
        ("Пол", LEFT_OUT),
    ],
)
def test_the_usual_headings_are_known(heading: str, meaning: str) -> None:
    assert sure([heading]) == {heading: meaning}


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("ФИО", "staff.full_name"),
        ("Сотрудник", "staff.full_name"),
        ("Должность", "staff.role"),
        ("Классное руководство", "staff.leads_class"),
        ("Классный руководитель", "staff.leads_class"),
        ("Телефон", "staff.phone"),
        ("E-mail", "staff.email"),
        ("Табельный номер", "staff.id"),
        ("Предмет", LEFT_OUT),
    ],
)
def test_the_usual_headings_of_staff_are_known(heading: str, meaning: str) -> None:
    assert sure([heading], Kind.STAFF) == {heading: meaning}


def test_a_telephone_beside_an_adult_is_asked_about() -> None:
    assert sure(["Фамилия", "Телефон"])["Телефон"] == "student.phone"
    assert doubtful(["Фамилия", "Родитель", "Телефон"]) == {"Телефон": "adult1.phone"}
    assert doubtful(["Тел. отв. лица"]) == {"Тел. отв. лица": "student.phone"}


def test_notes_are_never_left_out_unasked() -> None:
    assert doubtful(["ФИО", "Примечание"]) == {"Примечание": LEFT_OUT}


def test_two_columns_that_would_mean_the_same_are_asked_about() -> None:
    assert set(doubtful(["ФИО", "Телефон", "Моб. телефон"])) == {"Телефон", "Моб. телефон"}


def test_what_people_said_counts_and_what_they_say_now_counts_more() -> None:
    headings = ["ФИО", "Родитель", "Телефон"]
    before = {"Телефон": "adult1.phone"}
    columns = map_columns(headings, Kind.STUDENTS, {}, before)
    assert (columns[2].meaning, columns[2].certainty) == ("adult1.phone", Certainty.REMEMBERED)
    assert map_columns(headings, Kind.STUDENTS, {"Телефон": LEFT_OUT}, before)[2].meaning == LEFT_OUT


@pytest.mark.parametrize(
    ("headings", "title", "kind"),
    [
        (["ФИО", "Класс"], "", Kind.STUDENTS),
        (["ФИО", "Мать"], "Учителя", Kind.STUDENTS),
        (["ФИО", "Должность"], "", Kind.STAFF),
        (["ФИО учителя"], "", Kind.STAFF),
        (["ФИО"], "people.xlsx [Сотрудники]", Kind.STAFF),
        (["ФИО"], "people.xlsx [Лист1]", Kind.STUDENTS),
    ],
)
def test_whom_a_table_lists(headings: list[str], title: str, kind: Kind) -> None:
    assert kind_of(headings, title) is kind


@pytest.mark.parametrize("language", sorted(TEMPLATES))
def test_every_column_of_the_template_is_known_and_none_is_left_out(language: str) -> None:
    for title, columns in TEMPLATES[language].items():
        headings = [heading for heading, _ in columns]
        found = map_columns(headings, kind_of(headings, title))
        assert {c.certainty for c in found} == {Certainty.SURE}
        assert len({c.meaning for c in found} & MEANINGS) == len(headings)


WORDS = st.sampled_from([*WHOM, *WHAT, "1", "2", "Примечание", "отв", "лица", "№"]) | st.text(max_size=5)


@given(st.lists(st.lists(WORDS, max_size=4).map(" ".join), max_size=12), st.sampled_from(list(Kind)))
def test_no_two_columns_are_ever_taken_for_the_same_without_a_question(headings: list[str], kind: Kind) -> None:
    columns = map_columns(headings, kind)
    assert [column.heading for column in columns] == headings
    taken = [c.meaning for c in columns if c.certainty is Certainty.SURE and c.meaning != LEFT_OUT]
    assert len(taken) == len(set(taken))
    assert set(taken) <= MEANINGS
    assert all((meaning.startswith("staff")) == (kind is Kind.STAFF) for meaning in taken)
