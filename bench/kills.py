"""2,000 marks while the server is killed five times: what was acknowledged, what is stored, what the page shows."""

import asyncio
import time
from typing import Any

from rich.console import Console
from rich.progress import Progress

from bench.school import Scene, scene, until
from tests.faults.posting import insist

MARKS, AT_ONCE, KILLS, LESSONS = 2000, 8, 5, 8

SHOWN = "[...document.querySelectorAll('[data-mark][data-state=active]')].map(e => [e.dataset.mark, e.dataset.v])"


async def run() -> dict[str, Any]:
    async with scene(lessons=LESSONS) as s:
        # a page that was loaded anew would have forgotten this
        await s.page.evaluate("window.opened = 1")
        begun = time.monotonic()
        acknowledged, killed = await _post(s)
        took = time.monotonic() - begun
        await until(s.page, f"document.querySelectorAll('[data-mark][data-state=active]').length >= {MARKS}")
        shown: list[tuple[str, str]] = await s.page.evaluate(SHOWN)
        stayed = await s.page.evaluate("window.opened === 1")
        week = (await s.teacher.get(f"/api/courses/{s.school.maths}/journal")).body
    stored = [mark["id"] for mark in week["marks"]]
    by_lesson = [mark for lesson in week["lessons"] for mark in stored_in(week, lesson["id"])]
    return {
        "acknowledged": len(acknowledged),
        "kills": killed,
        "seconds": round(took, 1),
        "acknowledged_but_not_stored": len(set(acknowledged) - set(stored)),
        "stored_twice": len(stored) - len(set(stored)),
        "stored_but_not_asked_for": len(stored) - MARKS,
        "shown": len(shown),
        "shown_twice": len(shown) - len({mark for mark, _ in shown}),
        "shown_in_order": [mark for mark, _ in shown] == by_lesson,
        "page_was_not_reloaded": stayed,
    }


def stored_in(week: Any, lesson: str) -> list[str]:
    return [mark["id"] for mark in week["marks"] if mark["lesson"] == lesson]


async def _post(s: Scene) -> tuple[list[str], int]:
    acknowledged: list[str] = []
    numbers = iter(range(MARKS))
    killed = 0
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("marks acknowledged", total=MARKS)

        async def post_some() -> None:
            for number in numbers:
                mark = await insist(s.teacher, s.school, number, lesson=s.lessons[number % LESSONS])
                acknowledged.append(mark["id"])
                progress.advance(bar)

        async def kill_often() -> None:
            nonlocal killed
            for n in range(1, KILLS + 1):
                while len(acknowledged) < n * MARKS // (KILLS + 1):  # noqa: ASYNC110 - this function's own loop
                    await asyncio.sleep(0.005)
                await s.server.kill()
                await s.server.start()
                killed += 1

        await asyncio.gather(kill_often(), *(post_some() for _ in range(AT_ONCE)))
    return acknowledged, killed
