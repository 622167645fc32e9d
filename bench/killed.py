"""One of three processes is killed; its sessions come back to the others, each with the positions it had."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from functools import partial
from typing import Any

from rich.console import Console
from rich.progress import Progress

from bench.demo import fill_demo, people
from bench.figures import spread
from bench.servers import ThreeServers, real_server
from bench.sockets import Crowd
from bench.storm import returning

JITTER = 1.0  # seconds over which clients come back: the first pause of the published one is 0.5 to 1


async def run(sessions: int = 6000, persons: int = 3000, students: int = 2000) -> dict[str, Any]:
    """`persons` share the sessions, which the kernel spreads over the processes."""
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("school, sign-ins, connections", total=sessions + 2)
        async with real_server(kind=ThreeServers) as real:
            assert isinstance(real.server, ThreeServers)
            await fill_demo(real, students)
            progress.advance(bar)
            signed = await real.logins(await people(real, persons))
            progress.advance(bar)
            each = [list(signed.values())[number % persons] for number in range(sessions)]
            crowd, group = Crowd(), real.server.group()
            crowd.join(group, real.greetings(each), at_once=50, progress=partial(progress.advance, bar))
            clients = list(zip(group.members, each, strict=True))
            victim = real.server.processes()[0]
            os.kill(victim, signal.SIGKILL)
            killed = time.monotonic()
            known = -1
            while group.lost == 0 or group.lost != known:
                known = group.lost
                crowd.listen(0.1)
            staying = set(group.members)
            lost = [client for client in clients if client[0] not in staying]
            again = real.server.group()
            bar = progress.add_task("coming back", total=len(lost))
            await asyncio.to_thread(
                crowd.join,
                again,
                returning(real, lost),
                at_once=len(lost),
                over=JITTER,
                progress=partial(progress.advance, bar),
            )
            return {
                "sessions": sessions,
                "of_the_killed_one": len(lost),
                "refused": again.refused,
                "lost_by_the_others": sessions - len(lost) - len(group.members),
                "after_the_kill_ms": spread([member.ready - killed for member in again.members]),
            }
