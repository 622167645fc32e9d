"""Files of people: brought in the page, reported on, asked about and applied; and the template to fill in."""

import asyncio
import tempfile
from pathlib import Path
from typing import Literal

from aiohttp import web

from channels.errors import Codes, Refusal
from channels.people_files import people_files
from channels.people_files.inputs import BroughtFile
from channels.people_files.model import PeopleFile
from channels.people_files.ports import PeopleFileWork
from channels.store import Desk
from channels.types import Input
from handlers.actions.action import Access, Action
from handlers.actions.files import HEADERS, disposition, pieces
from handlers.people_files.folder import SetFolders
from handlers.roster.template import TEMPLATES
from handlers.tables.table import LARGEST_FILE
from handlers.tables.templates import write_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class WantedTemplate(Input):
    """Language of the headings."""

    language: Literal["ru", "en"] = "ru"


async def bring_people_file(
    request: web.Request,
    desk: Desk,
    work: PeopleFileWork,
    folders: SetFolders,
    person: int,
    school: int,
    asked: BroughtFile,
) -> web.Response:
    """Keeps the file in the body, on the disk as it comes; the answer is a `PeopleFile`."""
    folder = await people_files.find_set(desk.store, person, school, asked)
    if (request.content_length or 0) > LARGEST_FILE:
        raise Refusal(Codes.SET_IS_FULL)
    folder = folder or folders.new()
    try:
        await folders.receive(folder, asked.name, pieces(request))
        kept = await people_files.keep_file(desk, work, person, school, folder, asked)
    except BaseException:
        if asked.to is None:
            work.forget(folder)
        raise
    return web.Response(text=kept.json_text, content_type="application/json", status=201)


async def people_template(desk: Desk, person: int, school: int, asked: WantedTemplate) -> web.Response:
    async with desk.store.read() as tx:
        await people_files.require_bringer(tx, person, school)
    headers = HEADERS | {"Content-Disposition": disposition(NAMES[asked.language], XLSX)}
    return web.Response(body=await asyncio.to_thread(_template, asked.language), content_type=XLSX, headers=headers)


NAMES = {"ru": "Люди школы.xlsx", "en": "People of the school.xlsx"}


def _template(language: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="zvonok-template-") as folder:
        path = Path(folder) / "people.xlsx"
        write_template(path, TEMPLATES[language])
        return path.read_bytes()


_FILES = "/api/schools/{school}/people-files"
_FILE = f"{_FILES}/{{people_file}}"

PEOPLE_FILES = (
    Action(
        "bring_people_file",
        "POST",
        _FILES,
        Access.SCHOOL,
        "Bring a file of people, or one file of a set",
        bring_people_file,
        status=201,
        takes="application/octet-stream",
        gives=PeopleFile,
    ),
    Action("people_files", "GET", _FILES, Access.SCHOOL, "What waits, and earlier ones", people_files.people_files),
    Action("people_file", "GET", _FILE, Access.SCHOOL, "How far it is, and what it would do", people_files.people_file),
    Action("answer_columns", "PUT", f"{_FILE}/columns", Access.SCHOOL, "What they mean", people_files.answer_columns),
    Action("apply_people_file", "POST", f"{_FILE}/apply", Access.SCHOOL, "Apply it", people_files.apply_people_file),
    Action("drop_people_file", "DELETE", _FILE, Access.SCHOOL, "Give it up", people_files.drop_people_file),
    Action(
        "people_template",
        "GET",
        "/api/schools/{school}/people-template",
        Access.SCHOOL,
        "An empty table to fill in",
        people_template,
        gives=XLSX,
    ),
)
