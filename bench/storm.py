"""All sessions are dropped at once and come back, each with the positions it had: as after a proxy's restart."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from functools import partial
from typing import Any

from rich.console import Console
from rich.progress import Progress

from bench import usage
from bench.demo import absences, fill_demo, people
from bench.figures import spread
from bench.posts import Posts
from bench.servers import Real, Signed, greeting, real_server
from bench.sockets import Crowd, Greeting, Member

MISSED = 50  # absences that are entered while nobody is there


async def run(sessions: int = 8000, persons: int = 4000, students: int = 2000, over: float = 0) -> dict[str, Any]:
    """`persons` share the sessions; `over`: seconds over which clients spread their return, 0 for a blow."""
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("school, sign-ins, first connections", total=sessions + 2)
        async with real_server(statements=True) as real:
            await fill_demo(real, students)
            progress.advance(bar)
            signed = await real.logins(await people(real, persons))
            progress.advance(bar)
            each = [list(signed.values())[number % persons] for number in range(sessions)]
            crowd, group = Crowd(), real.server.group()
            first = crowd.join(group, real.greetings(each), at_once=50, progress=partial(progress.advance, bar))
            coming_back = returning(real, zip(group.members, each, strict=True))
            crowd.drop(group)
            await _miss(real)
            return {
                "sessions": sessions,
                "persons": persons,
                "missed_absences": MISSED,
                "over_seconds": over,
                "first_connect_ms": spread(first),
                **await _storm(real, crowd, coming_back, over, progress),
            }


def returning(real: Real, clients: Iterable[tuple[Member, Signed]]) -> list[Greeting]:
    """What each client says when it comes back: the positions that its connect reply gave it."""
    greetings = []
    for member, each in clients:
        text = member.reply[member.reply.index(b'{"id"') :].decode(errors="replace")
        reply, _ = json.JSONDecoder().raw_decode(text)  # what else was said at once follows it
        subs = {
            name: {"recover": True, "epoch": sub["epoch"], "offset": sub.get("offset", 0)}
            for name, sub in reply["connect"].get("subs", {}).items()
        }
        greetings.append(greeting(real.socket_token(each), json.dumps(subs)))
    return greetings


async def _miss(real: Real) -> None:
    entered = await absences(real, MISSED)
    teachers = await real.logins({absence.teacher for absence in entered})
    posts = Posts(real.server.address)
    for absence in entered:
        posts.post(teachers[absence.teacher].token, absence.path, absence.body)
    posts.check()


async def _storm(
    real: Real, crowd: Crowd, greetings: list[Greeting], over: float, progress: Progress
) -> dict[str, Any]:
    group, sessions = real.server.group(), len(greetings)
    bar = progress.add_task("coming back", total=sessions)
    await real.pool.execute("select pg_stat_statements_reset()")
    real.server.longest.forget()
    cpu, begun = usage.cpu(real.server.pid), time.monotonic()
    times = crowd.join(
        group, greetings, at_once=sessions, over=over, progress=partial(progress.advance, bar), seconds=300
    )
    wall = time.monotonic() - begun
    cpu = usage.cpu(real.server.pid) - cpu
    statements = await _statements(real)
    recovered = sum(member.reply.count(b'"recovered":true') for member in group.members)
    asked = sum(greeting_[1][0].count(b'"recover": true') for greeting_ in greetings)
    return {
        "seconds": round(wall, 2),
        "refused": group.refused,
        "lost": group.lost,
        "connect_ms": spread(times),
        "cpu_ms_each": round(cpu / sessions * 1000, 2),
        **_queries(statements, sessions),
        "channels_recovered": f"{recovered} of {asked}",
        "longest_turn_cpu_ms": round(real.server.longest.seconds[1] * 1000, 1),
    }


async def _statements(real: Real) -> dict[str, tuple[int, float]]:
    """Statement -> how often it ran, and milliseconds of each."""
    rows = await real.pool.fetch(
        """
        select left(regexp_replace(s.query, '\\s+', ' ', 'g'), 80) as query, sum(s.calls)::int as calls,
            sum(s.total_exec_time) / sum(s.calls) as ms
        from pg_stat_statements s join pg_database d on d.oid = s.dbid and d.datname = current_database()
        where s.query not like '%pg_stat_statements%' group by 1 order by 2 desc
        """
    )
    return {row["query"]: (row["calls"], row["ms"]) for row in rows}


def _queries(statements: dict[str, tuple[int, float]], sessions: int) -> dict[str, Any]:
    """Without what only frames a query. The pool says four things in one round trip when a connection comes back."""
    asked = {
        query: figures
        for query, figures in statements.items()
        if not query.isupper() and "pg_advisory_unlock_all" not in query
    }
    all_ = sum(calls for calls, _ in statements.values()) - 3 * statements.get("UNLISTEN *", (0, 0.0))[0]
    return {
        "queries_each": round(sum(calls for calls, _ in asked.values()) / sessions, 2),
        "round_trips_each": round(all_ / sessions, 2),
        "database_ms_each": round(sum(calls * ms for calls, ms in statements.values()) / sessions, 2),
        "queries": {
            query: {"each": round(calls / sessions, 3), "ms": round(ms, 2)} for query, (calls, ms) in asked.items()
        },
    }
