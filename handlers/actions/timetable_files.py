"""Files of timetables: read, previewed, asked about and applied."""

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated

from aiohttp import web
from pydantic import StringConstraints

from channels.errors import Codes, Refusal
from channels.roster.model import Level, Problem, Problems
from channels.store import Desk
from channels.timetable_files import imports
from channels.timetable_files.imported import ImportedTimetable
from channels.timetable_files.model import FileProblem, ReadFile
from channels.types import Input
from handlers.actions.action import Access, Action
from handlers.tables.table import LARGEST_FILE
from handlers.timetable_files.read import read_timetable
from handlers.timetable_files.wording import reason

SHOWN = 200  # problems in an answer
SILENCE = 30  # seconds without a byte


class NamedFile(Input):
    """Name of a file, as people call it."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f/\\\\]*$")] = "timetable"


async def read_file(request: web.Request, desk: Desk, person: int, school: int, asked: NamedFile) -> web.Response:
    """Reads the file in the body; the answer is a `ReadFile`."""
    await imports.require_keeper(desk, person, school)
    name = asked.name
    problems = Problems(most=SHOWN)
    timetable = await asyncio.to_thread(_read, await _received(request), name, problems)
    refused = problems.refused or not timetable.rows
    file = None if refused else await imports.keep_file(desk, person, school, name, timetable)
    return web.Response(text=_answer(file, timetable, problems).json_text, content_type="application/json", status=201)


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


def _read(content: bytes, name: str, problems: Problems) -> ImportedTimetable:
    with tempfile.TemporaryDirectory(prefix="zvonok-timetable-") as folder:
        path = Path(folder) / f"file{Path(name).suffix}"
        path.write_bytes(content)
        return read_timetable(path, problems, name)


def _answer(file: int | None, timetable: ImportedTimetable, problems: Problems) -> ReadFile:
    return ReadFile(
        file=file,
        lessons=len(timetable.rows),
        terms=list(timetable.terms),
        errors=problems.counts[Level.ERROR],
        warnings=problems.counts[Level.WARNING],
        problems=[
            FileProblem(
                level=one.level.value,
                file=one.file,
                line=one.line,
                column=one.column,
                ru=reason(one, "ru"),
                en=reason(one, "en"),
            )
            for one in sorted(problems.first, key=_by_place)[:SHOWN]
        ],
    )


def _by_place(problem: Problem) -> tuple[bool, str, int]:
    return problem.level is not Level.ERROR, problem.file, problem.line


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
    Action("preview_import", "GET", _FILE, Access.SCHOOL, "What applying it would do", imports.preview_import),
    Action("answer_import", "PUT", f"{_FILE}/answers", Access.SCHOOL, "What its names mean", imports.answer_import),
    Action("apply_import", "POST", f"{_FILE}/apply", Access.SCHOOL, "Apply it from a day on", imports.apply_import),
)
