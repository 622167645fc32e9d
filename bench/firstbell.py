"""The first lesson of a big school: 250 absences entered in ten seconds, with 5,000 people connected.

Each is timed from before the POST until the publication has come to each connected person of the student's diary.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from functools import partial
from typing import Any

from rich.console import Console
from rich.progress import Progress

from bench import usage
from bench.demo import absences, fill_demo, people
from bench.figures import spread
from bench.posts import Posts
from bench.servers import Real, real_server
from bench.sockets import Crowd, Member

_DIARY = re.compile(rb'"channel":"diary:(\d+)","pub":\{"data":\{"type":"attendance_recorded"')


async def run(sessions: int = 5000, students: int = 2400, entered: int = 250, seconds: float = 10) -> dict[str, Any]:
    """Guardians come first among the connected, then students, then teachers; each is there once."""
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("school, sign-ins, connections", total=sessions + 2)
        async with real_server() as real:
            await fill_demo(real, students)
            progress.advance(bar)
            signed = await real.logins(await people(real, sessions))
            progress.advance(bar)
            crowd, group = Crowd(), real.server.group()
            crowd.join(
                group,
                real.greetings(signed.values()),
                at_once=50,
                seconds=280,
                progress=partial(progress.advance, bar),
            )
            heard: dict[int, list[float]] = defaultdict(list)

            def note(member: Member, data: bytes) -> None:
                for diary in _DIARY.findall(data):
                    heard[int(diary)].append(time.monotonic())

            group.on_data = note
            real.server.longest.forget()
            cpu = usage.cpu(real.server.pid)
            posted = await _enter(real, crowd, entered, seconds, progress)
            crowd.listen(6)  # the longest that a lost hint stays unseen
            cpu = usage.cpu(real.server.pid) - cpu
            assert not group.lost, group.lost
    times = [moment - posted[student] for student, moments in heard.items() for moment in moments]
    return {
        "sessions": sessions,
        "absences": entered,
        "seconds": seconds,
        "deliveries": len(times),
        "absences_heard_by_nobody": len(posted.keys() - heard.keys()),
        "post_to_socket_ms": spread(times),
        "cpu_ms_each": round(cpu / entered * 1000, 2),
        "longest_turn_cpu_ms": round(real.server.longest.seconds[1] * 1000, 1),
    }


async def _enter(real: Real, crowd: Crowd, number: int, seconds: float, progress: Progress) -> dict[int, float]:
    """Student -> the moment before the POST."""
    entered = await absences(real, number)
    teachers = await real.logins({absence.teacher for absence in entered})
    posts = Posts(real.server.address)
    posted: dict[int, float] = {}
    begun = time.monotonic()
    for turn, absence in enumerate(progress.track(entered, description="absences entered")):
        crowd.listen(begun + turn * seconds / number - time.monotonic())
        posted[absence.student] = time.monotonic()
        posts.post(teachers[absence.teacher].token, absence.path, absence.body)
    crowd.listen(1)
    posts.check()
    return posted
