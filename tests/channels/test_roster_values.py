"""Single values of a roster, the way they are really written."""

from datetime import date

import pytest

from channels.roster.model import Problems
from channels.roster.values import Place, grade_in, initials, read_class_name, read_date, read_grade, read_list


def place(problems: Problems) -> Place:
    return Place(problems, "f.csv", 2, "c")


@pytest.mark.parametrize(
    ("text", "day", "codes"),
    [
        ("2026-09-01", date(2026, 9, 1), []),
        ("", None, []),
        ("2026-9-1", date(2026, 9, 1), ["date_format"]),
        ("2026-09-01T00:00:00.000Z", date(2026, 9, 1), ["date_format"]),
        ("1/05/2023", date(2023, 5, 1), ["date_ambiguous"]),
        ("01.09.2026", date(2026, 9, 1), ["date_format"]),
        ("5/5/2023", date(2023, 5, 5), ["date_format"]),
        ("25.05.2026", date(2026, 5, 25), ["date_format"]),
        ("5/23/2023", date(2023, 5, 23), ["date_month_first"]),
        ("31.02.2026", None, ["date_format", "not_a_date"]),
        ("13/13/2026", None, ["date_month_first", "not_a_date"]),
        ("5.23.2026", None, ["date_format", "not_a_date"]),
        ("soon", None, ["not_a_date"]),
        ("2026-02-30", None, ["not_a_date"]),
    ],
)
def test_dates_are_read_with_the_day_first_and_a_word_about_it(text: str, day: date | None, codes: list[str]) -> None:
    problems = Problems()
    assert read_date(text, place(problems)) == day
    assert [problem.code for problem in problems.first] == codes


@pytest.mark.parametrize(
    ("written", "homeroom", "read"),
    [
        ("5A", True, "5А"),
        ("10 B", True, "10 В"),
        ("5«a»", True, "5«а»"),
        ("5А", True, "5А"),
        ("5F", True, "5F"),
        ("Математика 5A", False, "Математика 5А"),
        ("Math 5A", False, "Math 5A"),
        ("ABBA", True, "ABBA"),
    ],
)
def test_latin_letters_that_look_like_cyrillic_become_cyrillic(written: str, homeroom: bool, read: str) -> None:
    problems = Problems()
    assert read_class_name(written, place(problems), homeroom=homeroom) == read
    assert [problem.code for problem in problems.first] == (["latin_letter"] if written != read else [])


def test_years_of_study() -> None:
    assert [read_grade(text) for text in ("05", "5", "KG", "10,11", "", "5,05")] == [5, 5, None, None, None, 5]
    assert [grade_in(name) for name in ("5А", "11Б", "0А", "А5", "99")] == [5, 11, None, None, None]


def test_lists_and_short_names() -> None:
    assert read_list(" a, b ,,a") == ["a", "b"]
    assert [initials(title) for title in ("Контрольная работа", "Ответ", "")] == ["КР", "отв", "?"]
