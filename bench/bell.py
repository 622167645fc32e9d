"""From the teacher's POST to the mark in the DOM of the guardian's open page, 200 times."""

import asyncio
import time
from statistics import median, quantiles
from typing import Any

from rich.console import Console
from rich.progress import track

from bench.school import scene, until

TIMES = 200

# Notes when each mark first stands in the document: the moment a person could see it, but for the next frame.
OBSERVE = """() => {
    window.seen = {};
    const note = () => document.querySelectorAll('[data-mark]').forEach(e => {
        seen[e.dataset.mark] ??= performance.timeOrigin + performance.now();
    });
    new MutationObserver(note).observe(document.body, {childList: true, subtree: true, attributes: true});
    note();
}"""


async def run() -> dict[str, Any]:
    async with scene() as s:
        await s.page.evaluate(OBSERVE)
        body = {"student": str(s.school.anya), "lesson": str(s.lessons[0]), "kind": str(s.school.test), "comment": ""}
        posted: dict[str, float] = {}
        answered: list[float] = []
        for n in track(range(TIMES), "marks posted", console=Console(stderr=True)):
            begun = time.time()
            answer = await s.teacher.post(
                f"/api/courses/{s.school.maths}/marks", {"marks": [{**body, "value": 2 + n % 4}]}, key=f"bell-{n}"
            )
            answered.append((time.time() - begun) * 1000)
            posted[answer.body["marks"][0]["id"]] = begun * 1000
            await asyncio.sleep(0.05)  # a class of marks, not a flood
        await until(s.page, f"Object.keys(seen).length >= {TIMES}")
        seen: dict[str, float] = await s.page.evaluate("seen")
    times = [seen[mark] - begun for mark, begun in posted.items()]
    return {
        "times": TIMES,
        "post_to_dom_ms": _figures(times),
        "post_to_answer_ms": _figures(answered),
    }


def _figures(times: list[float]) -> dict[str, float]:
    return {
        "median": round(median(times), 1),
        "p99": round(quantiles(times, n=100)[98], 1),
        "max": round(max(times), 1),
    }
