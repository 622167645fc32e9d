"""Files of all programs into a school that has people and bells and nothing else."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.handlers.test_patterns import set_up
from tests.handlers.test_timetable_files import apply, preview
from tests.support.school import School
from tests.support.serving import Caller, Served
from tests.support.timetable_files import PROGRAMS, class_names, timetable

CLASSES = class_names(2)


@pytest.fixture
async def clara(served: Served, school: School) -> Caller:
    """The head of a school with the classes and teachers of the timetable."""
    clara = await set_up(served, school)
    pool = served.server.pool
    await pool.executemany(
        "insert into class (source, source_id, school_id, name, grade) select 't', $2, $1, $2, 5"
        " where not exists (select from class where school_id = $1 and name = $2)",
        [(school.id, name) for name in CLASSES],
    )
    for written in sorted({teacher for row in timetable(CLASSES) for teacher in row.teachers}):
        person = await pool.fetchval(
            "insert into person (source, source_id, family_name, given_name, middle_name)"
            " values ('t', $1, $1, 'Пётр', 'Алексеевич') returning id",
            written.split()[0],
        )
        await pool.execute(
            "insert into role (source, source_id, person_id, school_id, role) values ('t', $1, $2, $3, 'teacher')",
            written,
            person,
            school.id,
        )
    return clara


async def bring(person: Caller, school: School, path: Path) -> str:
    answer = await person.ask(
        "POST",
        f"/api/schools/{school.id}/timetable-files?name={path.name}",
        path.read_bytes(),
        Content_Type="application/octet-stream",
    )
    assert (answer.status, answer.body["errors"]) == (201, 0), answer.body
    file: str = answer.body["file"]
    return file


async def answered(person: Caller, school: School, file: str, from_day: date) -> dict[str, Any]:
    """The preview once every subject and room was said to be new."""
    shown = await preview(person, school, file, from_day)
    while doubts := shown["doubts"]:
        answers = [{"kind": one["kind"], "name": one["name"], "is_new": True} for one in doubts]
        path = f"/api/schools/{school.id}/timetable-files/{file}/answers"
        answer = await person.ask("PUT", path, {"from_day": str(from_day), "answers": answers})
        assert answer.status == 200, answer.body
        shown = answer.body
    return shown


async def test_what_is_shown_is_applied_and_no_other_programs_file_changes_anything(
    served: Served, school: School, clara: Caller, tmp_path: Path
) -> None:
    tomorrow = school.day + timedelta(days=1)
    rows = timetable(CLASSES)
    file = await bring(clara, school, PROGRAMS["xlsx"](rows, tmp_path))
    shown = await answered(clara, school, file, tomorrow)
    assert (shown["new"], shown["misplaced"]) == (len(rows), [])
    done = await apply(clara, school, file, tomorrow, shown["digest"], word="Так составлено")
    assert (done.status, done.body["added"]) == (200, shown["lessons_added"]), done.body
    assert len(done.body["clashes"]) == shown["clash_count"]
    made = await served.server.pool.fetchval(
        "select count(*) from lesson l join course c on c.id = l.course_id"
        " where c.school_id = $1 and l.row_id is not null",
        school.id,
    )
    assert made == shown["lessons_added"]
    for program, write in PROGRAMS.items():
        file = await bring(clara, school, write(rows, tmp_path))
        shown = await preview(clara, school, file, tomorrow)
        counts = (shown["doubts"], shown["new"], shown["changed"], shown["gone"], shown["unchanged"])
        assert counts == ([], 0, 0, 0, len(rows)), program
