"""A roster that puts a student into two classes at once is told so."""

import pytest

from channels.roster.model import Mode
from tests.support.roster_plans import after, plan
from tests.support.rosters import Files, line, small


def two(**second: str) -> Files:
    """Anya in a second class of the same year."""
    files = small()
    files["classes.csv"].append({**line(files, "classes.csv", "c5a"), "sourcedId": "c5b", "title": "5Б"})
    files["enrollments.csv"].append(
        {**line(files, "enrollments.csv", "e1"), "sourcedId": "e7", "classSourcedId": "c5b", **second}
    )
    return files


def warned(files: Files) -> list[tuple[str, ...]]:
    return [each.data for each in plan(files)[1].first if each.code == "two_classes_at_once"]


def test_two_open_classes_are_told_once_and_read_all_the_same() -> None:
    files = two()
    assert warned(files) == [("1", "anna")]
    done, problems = plan(files)
    assert not problems.refused
    assert done.tables["class_enrolment"].counts()["added"] == 3


def test_who_is_only_told_of_in_changes_is_warned_of_by_what_is_stored() -> None:
    state = after(plan(small())[0])
    files = two()
    changed = {name: files[name][-1:] for name in ("classes.csv", "enrollments.csv")}
    _, problems = plan(changed, state, modes=dict.fromkeys(changed, Mode.DELTA))
    assert [each.data for each in problems.first if each.code == "two_classes_at_once"] == [("1", "anna")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"endDate": "2026-11-01"}, {"beginDate": "2026-11-01"}),
        ({"endDate": "2026-11-01"}, {"beginDate": "2026-12-01", "endDate": "2027-01-01"}),
        ({"beginDate": "2027-01-11"}, {"endDate": "2027-01-11"}),
    ],
)
def test_who_changes_class_is_in_one_at_a_time(first: dict[str, str], second: dict[str, str]) -> None:
    files = two(**second)
    line(files, "enrollments.csv", "e1").update(first)
    assert warned(files) == []
    line(files, "enrollments.csv", "e1").update({"beginDate": "", "endDate": ""})
    assert warned(files) == [("1", "anna")]


def test_a_class_of_another_year_or_school_and_a_line_twice_are_no_second_one() -> None:
    files = two()
    files["academicSessions.csv"].append(
        {
            **line(files, "academicSessions.csv", "y"),
            "sourcedId": "old",
            "startDate": "2025-09-01",
            "endDate": "2026-09-01",
        }
    )
    line(files, "classes.csv", "c5b")["termSourcedIds"] = "old"
    assert warned(files) == []
    files = two()
    files["orgs.csv"].append({"sourcedId": "s8", "name": "Школа", "type": "school"})
    line(files, "classes.csv", "c5b")["schoolSourcedId"] = "s8"
    assert warned(files) == []
    assert warned(two(classSourcedId="c5a")) == []
