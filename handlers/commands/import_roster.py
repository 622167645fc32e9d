"""`zvonok import`: people, classes and courses from a OneRoster set."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from zoneinfo import available_timezones

import asyncpg
import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from channels.roster.model import Report, State
from channels.roster.plan import Plan, plan_import
from handlers.commands.options import OnDatabase, on_database
from handlers.roster.preview import as_json as as_json_text
from handlers.roster.preview import show_plan, show_problems
from handlers.roster.read import open_set
from storage.pool import Connection
from storage.roster.apply import ImportRunning, alone, apply
from storage.roster.load import load

DONE, REFUSED, DECLINED = 0, 1, 2
"""What `import_roster` returns, and the command's exit status."""

SAYS = {
    "refused": (
        "Ничего не изменено: исправьте ошибки и повторите.",
        "Nothing was changed: mend the errors and try again.",
    ),
    "no_changes": ("Изменений нет.", "No changes."),
    "declined": ("Ничего не изменено.", "Nothing was changed."),
    "done": ("Готово, изменений: {0}.", "Done, changes: {0}."),
    "applying": ("Применяем", "Applying"),
    "many_ended": (
        "Внимание: закроется доступ {0} из {1} человек. Точно ли это полный набор?",
        "Mind: {0} of {1} people lose access. Is this really the full set?",
    ),
    "confirm": ("Применить?", "Apply?"),
    "running": ("Идёт другой импорт, дождитесь его.", "Another import is running, wait for it."),
}
MANY = 5  # one part in five of the people ending at once is more often a cut-off file than a school year's end


def say(key: str, language: str, *data: object) -> str:
    return SAYS[key][language != "ru"].format(*data)


def console_language() -> str:
    """Russian where the terminal's locale is, else English."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "ru" if locale.lower().startswith("ru") else "en"


async def import_roster(
    pool: asyncpg.Pool,
    path: Path,
    *,
    yes: bool,
    as_json: bool,
    source: str | None,
    zone: str,
    confirm: Callable[[], bool],
    console: Console,
    language: str | None = None,
) -> int:
    """Reads, shows what would change, asks unless `yes`, and applies all of it or nothing.

    Returns DONE (also when nothing changed), REFUSED when the set has errors, DECLINED when `confirm` said no.
    With `as_json` one JSON object is printed at the end and nothing else; without `yes` that is a preview.
    """
    language = language or console_language()
    report = Report()
    applied = False
    async with pool.acquire() as connection, alone(connection):
        state, plan, code = await _preview(connection, path, report, source, zone)
        if not as_json:
            show_problems(console, report, language)
        if plan is None or report.refused:
            status = REFUSED
        elif not len(plan):
            status = DONE
        else:
            if not as_json:
                show_plan(console, plan, state, language)
                _warn_of_many(console, plan, state, language)
            status = DONE if yes or (not as_json and await asyncio.to_thread(confirm)) else DECLINED
            if status == DONE:
                await _apply(connection, plan, console, language, silent=as_json)
                applied = True
    if as_json:
        result = as_json_text(plan, report, source=code, applied=applied)
        console.print_json(json.dumps(result, ensure_ascii=False), indent=None if not console.is_terminal else 2)
        return DONE if status == DECLINED else status
    key = "refused" if status == REFUSED else "declined" if status == DECLINED else "done" if applied else "no_changes"
    console.print(say(key, language, len(plan) if plan else 0))
    return status


async def _preview(
    connection: Connection, path: Path, report: Report, source: str | None, zone: str
) -> tuple[State, Plan | None, str | None]:
    with ExitStack() as files:  # closing needs no thread, opening and reading do
        reading = await asyncio.to_thread(files.enter_context, open_set(path, report, source))
        if reading is None:
            return State(), None, None
        state = await load(connection, reading.source)
        plan = await asyncio.to_thread(plan_import, reading, state, report, zone)
        return state, plan, reading.source


async def _apply(connection: Connection, plan: Plan, console: Console, language: str, *, silent: bool) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=silent or not console.is_terminal) as progress:
        task = progress.add_task(say("applying", language), total=len(plan))
        await apply(connection, plan, lambda rows: progress.advance(task, rows))


def _warn_of_many(console: Console, plan: Plan, state: State, language: str) -> None:
    ended, people = len(plan.tables["person"].ended), sum(1 for _ in state.rows("person"))
    if ended * MANY > people:
        console.print(say("many_ended", language, ended, people), style="bold red", markup=False)


@click.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--yes", is_flag=True, help="Apply without asking.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable; without --yes only a preview.")
@click.option("--source", help="Whose roster it is, where the manifest does not say (source.systemCode).")
@click.option("--zone", default="Europe/Moscow", show_default=True, help="Time zone of schools that are new.")
@on_database
def import_command(
    path: Path,
    *,
    yes: bool,
    as_json: bool,
    source: str | None,
    zone: str,
    run: OnDatabase[int],
) -> None:
    """Bring people, classes and courses in from OneRoster 1.1 or 1.2, a zip or a folder of CSV files.

    Shows what would change and asks. A set with errors changes nothing. May be run while the server runs.
    """
    if zone not in available_timezones():
        raise click.BadParameter(f"unknown time zone {zone!r}", param_hint="--zone")
    console, language = Console(soft_wrap=True), console_language()

    try:
        status = run(
            lambda pool: import_roster(
                pool,
                path,
                yes=yes,
                as_json=as_json,
                source=source,
                zone=zone,
                confirm=lambda: click.confirm(say("confirm", language)),
                console=console,
            )
        )
    except ImportRunning:
        raise click.ClickException(say("running", language)) from None
    sys.exit(status)
