"""Announcements of the small school."""

from typing import Any

from tests.support.school import School
from tests.support.serving import Answer, Caller


def to_class(class_: int | str, *to: str) -> dict[str, Any]:
    return {"of": "class", "class": str(class_), "to": list(to or ("families",))}


def saying(*targets: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The body of a draft."""
    return {"title": "Собрание", "text": "В среду в 18:00, кабинет 305", "targets": list(targets), **more}


async def drafted(author: Caller, school: School, body: dict[str, Any]) -> Any:
    answer = await author.post(f"/api/schools/{school.id}/announcements", body)
    assert answer.status == 201, answer.body
    return answer.body["announcement"]


async def proof(author: Caller, school: School, body: dict[str, Any]) -> Any:
    answer = await author.post(f"/api/schools/{school.id}/announcements/proof", body)
    assert answer.status == 200, answer.body
    return answer.body


async def send(author: Caller, draft: Any, digest: str, **more: Any) -> Answer:
    asked = {"revision": draft["revision"], "digest": digest, **more}
    return await author.post(f"/api/announcements/{draft['id']}/send", asked)


async def announced(author: Caller, school: School, body: dict[str, Any] | None = None, **more: Any) -> str:
    """The id of one that was written and sent."""
    body = body or saying(to_class(school.class_5a), confirm=True)
    draft = await drafted(author, school, body)
    sent = await send(author, draft, (await proof(author, school, body))["digest"], **more)
    assert sent.status == 200, sent.body
    number: str = draft["id"]
    return number
