"""Texts of a school in tests, and what people say to them."""

from typing import Any

from tests.support.school import School
from tests.support.serving import Caller, Served

MINE = "/api/me/consents"


def new_text(title: str = "Съёмка класса", **said: Any) -> dict[str, Any]:
    words = f"{title}: школа снимает праздники класса.\n\nСнимки видят только семьи класса."
    return {"role": "guardian", "required": False, "ru": {"title": title, "words": words}, **said}


async def published(served: Served, school: School, title: str = "Съёмка класса", **said: Any) -> str:
    """Returns the id of a new text of the school."""
    sysop = await served.person("sysop")
    answer = await sysop.post(f"/api/schools/{school.id}/consent-texts", new_text(title, **said))
    assert answer.status == 201, answer.body
    number: str = answer.body["text"]["id"]
    return number


async def next_version(served: Served, school: School, text: str, after: int = 1, **said: Any) -> None:
    sysop = await served.person("sysop")
    asked = {name: value for name, value in new_text("Съёмка и сайт", **said).items() if name != "role"}
    answer = await sysop.post(f"/api/schools/{school.id}/consent-texts/{text}/versions", {**asked, "after": after})
    assert answer.status == 201, answer.body


def answer(text: str, student: int | None, *, agreed: bool = True, version: int = 1) -> dict[str, Any]:
    child = None if student is None else str(student)
    return {"text": text, "version": version, "student": child, "agreed": agreed}


async def mine(person: Caller) -> list[dict[str, Any]]:
    consents: list[dict[str, Any]] = (await person.get(MINE)).body["consents"]
    return consents
