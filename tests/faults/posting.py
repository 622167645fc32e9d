"""A teacher who does not give up, as the browser client does not."""

import asyncio
import json
from typing import Any

import aiohttp

from tests.support.school import School
from tests.support.serving import Caller


async def insist(teacher: Caller, school: School, number: int, *, lesson: int | None = None) -> dict[str, Any]:
    """Posts one mark until it is acknowledged: the same key each time."""
    body = {
        "student": str(school.anya),
        "lesson": str(lesson or school.today),
        "value": 2 + number % 4,
        "kind": str(school.answer),
        "comment": str(number),
    }
    while True:
        try:
            answer = await teacher.post(f"/api/courses/{school.maths}/marks", {"marks": [body]}, key=f"mark-{number}")
        except (aiohttp.ClientError, TimeoutError, json.JSONDecodeError):
            await asyncio.sleep(0.05)
            continue
        if answer.status == 503:
            continue
        assert answer.status == 201, answer.body
        [mark] = answer.body["marks"]
        acknowledged: dict[str, Any] = mark
        return acknowledged
