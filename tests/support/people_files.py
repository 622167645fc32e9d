"""Files of people as somebody brings them to a school in the page."""

import asyncio
import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from openpyxl import Workbook

from tests.support.serving import Answer, Caller, Served

TYPE = "application/octet-stream"
HEADINGS = ["Фамилия уч-ся", "Имя уч-ся", "Кл.", "Мать ФИО", "Тел. отв. лица"]
MEANINGS = {
    "Фамилия уч-ся": "student.family_name",
    "Имя уч-ся": "student.given_name",
    "Тел. отв. лица": "mother.phone",
}
PUPILS = [
    ["Алёшина", "Зоя", "5А", "Алёшина Инна Львовна", "8 916 555 47 01"],
    ["Бобров", "Глеб", "5А", "Боброва Лидия Юрьевна", "8 916 555 47 02"],
    ["Власова", "Ника", "5А", "Власова Рита Олеговна", "8 916 555 47 03"],
    ["Гусев", "Марк", "5А", "Гусева Юлия Павловна", "8 916 555 47 04"],
    ["Дымов", "Клим", "5Б", "Дымова Нина Ильинична", "8 916 555 47 05"],
    ["Ершова", "Лада", "5Б", "Ершова Алла Игоревна", "8 916 555 47 06"],
    ["Жилин", "Тарас", "5Б", "Жилина Вера Марковна", "8 916 555 47 07"],
    ["Зуева", "Дина", "5Б", "Зуева Галина Ивановна", "8 916 555 47 08"],
]


def xlsx(rows: Sequence[Sequence[Any]], title: str = "Лист1") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


async def new_school(served: Served, leader: str = "clara") -> str:
    """Adds a school that nobody's roster has, led by this person; returns its id."""
    pool = served.server.pool
    school = await pool.fetchval(
        "insert into school (source, source_id, name, zone) values ('typed', 'third', 'Школа № 3', 'Europe/Moscow')"
        " returning id"
    )
    await pool.execute(
        "insert into role (source, source_id, person_id, school_id, role)"
        " select 'typed', 'leads the third', id, $1, 'leadership' from person where source_id = $2",
        school,
        leader,
    )
    return str(school)


async def send(person: Caller, school: str, name: str, content: bytes, **more: Any) -> Answer:
    query = "".join(f"&{key}={value}" for key, value in more.items())
    path = f"/api/schools/{school}/people-files?name={quote(name)}{query}"
    return await person.ask("POST", path, content, Content_Type=TYPE)


async def finished(person: Caller, school: str, file: str) -> dict[str, Any]:
    """The file once it is read or applied."""
    async with asyncio.timeout(120):
        while True:
            answer = await person.get(f"/api/schools/{school}/people-files/{file}")
            assert answer.status == 200, answer.body
            body: dict[str, Any] = answer.body
            if body["state"] not in ("reading", "applying"):
                return body
            await asyncio.sleep(0.05)


async def bring(person: Caller, school: str, name: str, content: bytes) -> dict[str, Any]:
    answer = await send(person, school, name, content)
    assert answer.status == 201, answer.body
    return await finished(person, school, answer.body["id"])


async def answer(person: Caller, school: str, file: str, meanings: dict[str, str]) -> dict[str, Any]:
    columns = [{"heading": heading, "meaning": meaning} for heading, meaning in meanings.items()]
    answered = await person.ask("PUT", f"/api/schools/{school}/people-files/{file}/columns", {"columns": columns})
    assert answered.status == 200, answered.body
    return await finished(person, school, file)


async def apply(person: Caller, school: str, file: dict[str, Any], **more: Any) -> Answer:
    body = {"digest": file["report"]["digest"], **more}
    return await person.post(f"/api/schools/{school}/people-files/{file['id']}/apply", body)


async def applied(person: Caller, school: str, file: dict[str, Any], **more: Any) -> dict[str, Any]:
    begun = await apply(person, school, file, **more)
    assert begun.status == 200, begun.body
    return await finished(person, school, file["id"])


def changes(file: dict[str, Any]) -> dict[str, tuple[int, int, int, int]]:
    return {
        one["table"]: (one["added"], one["changed"], one["ended"], one["returned"]) for one in file["report"]["changes"]
    }


def remarks(file: dict[str, Any], level: str = "error", language: str = "ru") -> list[str]:
    return [one[language] for one in file["report"]["remarks"] if one["level"] == level]
