"""Files of timetables: read, previewed, asked about and applied; and the timetable as a file."""

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from aiohttp import web
from pydantic import StringConstraints

from channels.errors import Codes, Refusal
from channels.roster.model import Level, ProblemGroup, Problems
from channels.store import Desk
from channels.timetable_files import exported, imports
from channels.timetable_files.columns import NEEDED, Chosen
from channels.timetable_files.imported import ImportedTimetable
from channels.timetable_files.inputs import LONGEST_HEADING, MOST_COLUMNS
from channels.timetable_files.model import FileProblem, ListColumn, ReadFile
from channels.types import Input
from handlers.actions.action import Access, Action
from handlers.actions.files import HEADERS, disposition
from handlers.tables.table import LARGEST_FILE
from handlers.timetable_files.read import Recognised, read_timetable, recognise
from handlers.timetable_files.wording import TOLD_APART, reason
from handlers.timetable_files.write import write_list

SHOWN = 200  # groups of problems in an answer
SILENCE = 30  # seconds without a byte
LONGEST_EXAMPLE = 60


class NamedFile(Input):
    """Name of a file, as people call it."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f/\\\\]*$")] = "timetable"


async def read_file(request: web.Request, desk: Desk, person: int, school: int, asked: NamedFile) -> web.Response:
    """Reads the file in the body; the answer is a `ReadFile`."""
    known = await imports.known_columns(desk, person, school)
    problems = Problems(most=0, told_apart=TOLD_APART)
    content = await _received(request)
    timetable, columns = await asyncio.to_thread(_read, content, asked.name, problems, known)
    answer = _answer(asked.name, timetable, columns, problems)
    if timetable.rows and not problems.refused:
        answer = await imports.keep_file(desk, person, school, answer, timetable)
    return web.Response(text=answer.json_text, content_type="application/json", status=201)


async def _received(request: web.Request) -> bytes:
    """Returns the body. Raises TOO_LARGE above the largest file, UNAVAILABLE if it breaks off."""
    received = bytearray()
    try:
        while True:
            async with asyncio.timeout(SILENCE):
                piece = await request.content.readany()
            if not piece:
                return bytes(received)
            received += piece
            if len(received) > LARGEST_FILE:
                raise Refusal(Codes.TOO_LARGE)
    except (OSError, TimeoutError, web.RequestPayloadError, web.PayloadAccessError):
        raise Refusal(Codes.UNAVAILABLE) from None


def _read(
    content: bytes, name: str, problems: Problems, known: Mapping[tuple[str, ...], Chosen]
) -> tuple[ImportedTimetable, list[ListColumn]]:
    with tempfile.TemporaryDirectory(prefix="zvonok-timetable-") as folder:
        path = Path(folder) / f"file{Path(name).suffix}"
        path.write_bytes(content)
        found = recognise(path, Problems(), name)
        headings = tuple(dict.fromkeys(filter(None, found.header))) if found else ()
        chosen = known.get(headings, {})
        return read_timetable(path, problems, name, chosen), _columns(found, headings, chosen) if found else []


def _columns(found: Recognised, headings: tuple[str, ...], chosen: Chosen) -> list[ListColumn]:
    """Returns the columns of a list; none if it has more than anybody would choose from."""
    if len(headings) > MOST_COLUMNS or any(len(heading) > LONGEST_HEADING for heading in headings):
        return []
    places = [found.header.index(heading) for heading in headings]
    return [
        ListColumn(
            heading=heading,
            meaning=chosen[heading] if heading in chosen else found.columns.get(heading),
            remembered=heading in chosen,
            examples=[
                row[place][:LONGEST_EXAMPLE] for row in found.first_lines if place < len(row) and row[place].strip()
            ],
        )
        for heading, place in zip(headings, places, strict=True)
    ]


def _answer(name: str, timetable: ImportedTimetable, columns: list[ListColumn], problems: Problems) -> ReadFile:
    taken = {one.meaning for one in columns}
    return ReadFile(
        file=None,
        name=name,
        lessons=len(timetable.rows),
        terms=list(timetable.terms),
        columns=columns,
        missing=[meaning for meaning in NEEDED if meaning not in taken] if columns else [],
        errors=problems.counts[Level.ERROR],
        warnings=problems.counts[Level.WARNING],
        problems=[
            FileProblem(
                code=group.first.code,
                level=group.first.level.value,
                file=group.first.file,
                column=group.first.column,
                lines=group.lines,
                count=group.count,
                ru=reason(group.first, "ru"),
                en=reason(group.first, "en"),
            )
            for group in sorted(problems.groups.values(), key=_by_place)[:SHOWN]
        ],
    )


def _by_place(group: ProblemGroup) -> tuple[bool, str, int]:
    return group.first.level is not Level.ERROR, group.first.file, group.first.line


class WantedLanguage(Input):
    """Language of the headings."""

    language: Literal["ru", "en"] = "ru"


async def export_timetable(desk: Desk, person: int, school: int, asked: WantedLanguage) -> web.Response:
    """Answers with the timetable from today on as a list of lessons; a school without one gets the headings."""
    rows = await exported.export_timetable(desk, person, school)
    headers = HEADERS | {"Content-Type": CSV, "Content-Disposition": disposition(FILE_NAMES[asked.language], CSV)}
    return web.Response(body=await asyncio.to_thread(write_list, rows, asked.language), headers=headers)


CSV = "text/csv"
FILE_NAMES = {"ru": "Расписание.csv", "en": "Timetable.csv"}
_FILES = "/api/schools/{school}/timetable-files"
_FILE = f"{_FILES}/{{timetable_file}}"

TIMETABLE_FILES = (
    Action(
        "read_timetable_file",
        "POST",
        _FILES,
        Access.SCHOOL,
        "Bring a file of Untis, aSc, or a table",
        read_file,
        status=201,
        takes="application/octet-stream",
        gives=ReadFile,
    ),
    Action(
        "choose_timetable_columns",
        "PUT",
        "/api/schools/{school}/timetable-columns",
        Access.SCHOOL,
        "What the columns of a table with lessons say",
        imports.choose_columns,
    ),
    Action("timetable_files", "GET", _FILES, Access.SCHOOL, "The file that waits", imports.timetable_files),
    Action("drop_import", "DELETE", _FILE, Access.SCHOOL, "Give it up", imports.drop_import),
    Action("preview_import", "GET", _FILE, Access.SCHOOL, "What applying it would do", imports.preview_import),
    Action("answer_import", "PUT", f"{_FILE}/answers", Access.SCHOOL, "What its names mean", imports.answer_import),
    Action(
        "export_timetable",
        "GET",
        "/api/schools/{school}/timetable-file",
        Access.SCHOOL,
        "The timetable as a table, to change and bring again",
        export_timetable,
        gives=CSV,
    ),
    Action("apply_import", "POST", f"{_FILE}/apply", Access.SCHOOL, "Apply it from a day on", imports.apply_import),
)
