"""The report of an import: told in groups, what touches rights first, what is left out in red."""

import io

from rich.console import Console

from channels.roster.model import MOST_GROUPS, Problems
from handlers.roster.preview import as_json, in_order, show_problems


def shown(problems: Problems, language: str = "en") -> list[str]:
    console = Console(file=io.StringIO(), width=500, record=True)
    show_problems(console, problems, language)
    return console.export_text().splitlines()


def test_thousands_of_the_same_are_one_sentence_with_how_many() -> None:
    problems = Problems()
    for line in range(2, 2794):
        problems.warn("case_of_value", "users.csv", line, "enabledUser", "TRUE", "true")
    problems.warn("case_of_value", "users.csv", 5, "enabledUser", "Да", "true")
    problems.warn("semicolons", "users.csv", 1)
    assert shown(problems) == [
        "warning: users.csv:2 enabledUser: the standard spells “TRUE” true (lines: 2792; 2, 3, 4, 5, 6 …)",
        "warning: users.csv:5 enabledUser: the standard spells “Да” true",
        "warning: users.csv:1: the columns are separated by semicolons",
    ]
    assert "(строк: 2792; 2, 3, 4, 5, 6 …)" in shown(problems, "ru")[0]
    groups = as_json(None, problems, source=None, applied=False)["groups"]
    assert [(group["count"], group["lines"]) for group in groups] == [(2792, [2, 3, 4, 5, 6]), (1, [5]), (1, [1])]


def test_errors_stand_first_then_what_touches_rights_then_the_rest() -> None:
    problems = Problems()
    for line in range(2, 100):
        problems.warn("latin_letter", "classes.csv", line, "title", "5A", "5А")
    problems.warn("reference_left_out", "roles.csv", 903, "userSourcedId", "S-4471", "users.csv")
    problems.refuse("not_a_date", "roles.csv", 7, "beginDate", "весна")
    assert [group.first.code for group in in_order(problems)] == ["not_a_date", "reference_left_out", "latin_letter"]


def test_a_line_that_is_left_out_is_said_in_red() -> None:
    problems = Problems()
    problems.warn("reference_left_out", "roles.csv", 903, "userSourcedId", "S-4471", "users.csv")
    problems.warn("semicolons", "users.csv", 1)
    console = Console(file=io.StringIO(), width=500, force_terminal=True, record=True, color_system="standard")
    show_problems(console, problems, "en")
    left_out, other = console.export_text(styles=True).splitlines()
    assert "\x1b[1;31m" in left_out
    assert "\x1b[33m" in other


def test_groups_are_counted_beyond_what_is_kept_and_are_never_too_many() -> None:
    problems = Problems(most=10)
    for n in range(MOST_GROUPS * 3):
        problems.warn("latin_letter", "classes.csv", n + 2, "title", f"{n}A", f"{n}А")
    assert len(problems.groups) == MOST_GROUPS + 1
    assert sum(group.count for group in problems.groups.values()) == MOST_GROUPS * 3
    assert shown(problems)[-1] == f"… and {MOST_GROUPS * 3 - sum(g.count for g in in_order(problems)[:30])} more"
