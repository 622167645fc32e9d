"""Runs the measurements and prints their figures as JSON, one object a bench."""

import asyncio
import json
import logging
import os
import platform
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bench import (
    bell,
    chat,
    fanout,
    firstbell,
    fuzz,
    growth,
    idle,
    killed,
    kills,
    lessons,
    marks,
    notices,
    report,
    roster,
    stalled,
    storm,
    talk,
    timetable_file,
)
from bench.contenders import PEERS

Run = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@click.group(chain=True, invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Measure. Without a name: all, as BENCHMARKS.md tells them."""
    logging.basicConfig(level=logging.WARNING)
    if context.invoked_subcommand is None:
        for name, command in main.commands.items():
            if name != "report":
                context.invoke(command)


def bench(name: str, run: Run, *options: Callable[[Any], Any]) -> None:
    """Adds a command that prints what `run` measured."""

    def measure(**chosen: Any) -> None:
        at = machine()
        told = asyncio.run(run(**chosen))
        click.echo(json.dumps({"bench": name, **at, **told}, ensure_ascii=False, indent=1))
        if told.get("above"):
            raise click.ClickException(f"above the limit: {', '.join(told['above'])}")

    for option in options:
        measure = option(measure)
    measure.__doc__ = run.__doc__
    main.command(name)(measure)


def machine() -> dict[str, Any]:
    """Where and when it was measured; the load says what else went on."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "cpus": os.cpu_count(),
        "cpu": models[0].partition(": ")[2] if models else platform.machine(),
        "kernel": platform.release().partition("-")[0],
        "python": platform.python_version(),
        "at": datetime.now(UTC).date().isoformat(),
        "load": round(os.getloadavg()[0], 1),
    }


@main.command("report")
def write_report() -> None:
    """Turn bench/results/*.json into the tables and pictures of BENCHMARKS.md."""
    click.echo(", ".join(report.write()))


def number(name: str, default: int, what: str) -> Callable[[Any], Any]:
    return click.option(name, type=click.IntRange(1), default=default, show_default=True, help=what)


def schools(name: str, default: tuple[tuple[int, int], ...], what: str) -> Callable[[Any], Any]:
    return click.option(name, type=int, nargs=2, multiple=True, default=default, show_default=True, help=what)


bench("bell", bell.run)
bench("kills", kills.run)
bench("chat", chat.run, click.option("--seconds", type=float, default=15, show_default=True, help="Of each case."))
bench("marks", marks.run, click.option("--seconds", type=float, default=60, show_default=True, help="Of each door."))
bench("roster", roster.run)
bench("killed", killed.run, number("--sessions", 6000, "Over the three processes."))
bench(
    "fanout",
    fanout.run,
    number("--sessions", 2000, "On the one channel."),
    number("--rounds", 5, "Over all contenders."),
    click.option("--peer", "peers", multiple=True, default=PEERS, type=click.Choice(PEERS), show_default=True),
    click.option("--folder", type=click.Path(path_type=Path), help="Install the peers here and keep them."),
)
bench(
    "idle",
    idle.run,
    click.option("--sessions", type=int, multiple=True, default=(1000, 5000, 15_000), show_default=True),
    number("--seconds", 60, "Of pings."),
)
bench(
    "storm",
    storm.run,
    number("--sessions", 8000, "Dropped and coming back."),
    number("--persons", 4000, "Who share them."),
    number("--students", 2000, "Of the school."),
    click.option("--over", type=float, default=0, show_default=True, help="Seconds over which they come back."),
)
bench(
    "stalled",
    stalled.run,
    number("--sessions", 2000, "That read."),
    number("--rounds", 5, "With and without the one that does not."),
)
bench(
    "firstbell",
    firstbell.run,
    number("--sessions", 5000, "Of different persons."),
    number("--students", 2400, "Of the school."),
    number("--entered", 250, "Absences."),
    number("--seconds", 10, "In which they are entered."),
)
bench(
    "fuzz",
    fuzz.run,
    number("--frames", 1_000_000, "To send."),
    click.option("--seed", type=int, default=1, show_default=True),
    click.option("--first", type=int, default=0, show_default=True, help="Number of the first batch."),
)
bench(
    "growth",
    growth.run,
    click.option("--archive", type=int, multiple=True, default=(100_000, 1_000_000, 10_000_000), show_default=True),
    click.option("--sessions", type=int, multiple=True, default=(1000, 5000, 15_000), show_default=True),
)
bench(
    "talk",
    talk.run,
    click.option("--messages", type=int, multiple=True, default=(100_000, 1_000_000), show_default=True),
)

bench(
    "notices",
    notices.run,
    number("--notices", 5000, "Due at once, for a postman alone."),
    number("--pupils", 1788, "Of the school that is told."),
)
bench(
    "lessons",
    lessons.run,
    click.option(
        "--lessons", type=int, nargs=2, default=(100_000, 10_000_000), show_default=True, help="Few and many."
    ),
    click.option("--folder", type=click.Path(path_type=Path), help="Fill the schools here and keep them."),
)
bench(
    "timetable_file",
    timetable_file.run,
    schools(
        "--weekly",
        ((24, 4), (60, 34), (576, 4)),
        "Classes and weeks of a school whose file has a row for each in a week.",
    ),
    schools("--by-date", ((60, 34),), "Classes and weeks of a school whose file has a row for each date."),
)

if __name__ == "__main__":
    main()
