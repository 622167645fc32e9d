"""`zvonok import`: people, classes and courses from the files that a school has."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from zoneinfo import available_timezones

import asyncpg
import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from channels.roster.cutoff import Ending, much_ends, refuse_much
from channels.roster.headings import LEFT_OUT, MEANINGS
from channels.roster.model import TABLES, Problems
from channels.roster.plan import Plan, refuse_lifted
from handlers.commands.options import OnDatabase, on_database
from handlers.roster.importing import preview
from handlers.roster.plain import SOURCE as TABLE_SOURCE
from handlers.roster.plain import Answers
from handlers.roster.preview import as_json as as_json_text
from handlers.roster.preview import show_columns, show_plan, show_problems, show_read
from storage.merging.proposing import propose_doubles
from storage.pool import Connection
from storage.roster.apply import ImportRunning, alone, apply
from storage.roster.mappings import remember, remembered
from storage.statistics import gather_statistics

DONE, REFUSED, DECLINED = 0, 1, 2
"""Results of `import_roster`, and the command's exit status."""

SAYS = {
    "refused": (
        "Ничего не изменено: исправьте ошибки и повторите.",
        "Nothing was changed: mend the errors and try again.",
    ),
    "no_changes": ("Изменений нет.", "No changes."),
    "declined": ("Ничего не изменено.", "Nothing was changed."),
    "done": ("Готово, изменений: {0}.", "Done, changes: {0}."),
    "proposed_merges": (
        "Двойных записей предложено школе: {0}.",
        "Double records proposed to the school: {0}.",
    ),
    "applying": ("Применяем", "Applying"),
    "many_ended": (
        "Внимание: {0}: закончится {1} из {2}. Точно ли это полный набор?",
        "Mind: {0}: {1} of {2} end. Is this really the full set?",
    ),
    "confirm": ("Применить?", "Apply?"),
    "running": ("Идёт другой импорт, дождитесь его.", "Another import is running, wait for it."),
}


def say(key: str, language: str, *data: object) -> str:
    return SAYS[key][language != "ru"].format(*data)


def console_language() -> str:
    """Returns Russian if the terminal's locale is, else English."""
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
    lift_restrictions: bool = False,
    allow_ending: frozenset[str] = frozenset(),
    joins: Sequence[tuple[str, str]] = (),
    columns: Mapping[str, str] | None = None,
    school: str = "",
) -> int:
    """Reads a set, shows what would change, asks unless `yes`, and applies all of it or nothing.

    Returns DONE (also if nothing changed), REFUSED if the set has errors, DECLINED if `confirm` said no. To lift a
    restriction without asking takes `lift_restrictions`; to end more than one in five rows of a table without asking
    takes its name (or `all`) in `allow_ending`: with `yes` alone such a set is refused. `joins` are pairs of a stored
    id and the id that this person has in the set. `columns` (heading -> meaning, channels/roster/headings.py) and
    `school` are for a school's own table. With `as_json` one JSON object is printed at the end and nothing
    else; without `yes` it is a preview.
    """
    language = language or console_language()
    problems = Problems()
    applied, proposed = False, 0
    async with pool.acquire() as connection, alone(connection):
        answers = Answers(columns or {}, await remembered(connection, source or TABLE_SOURCE), school)
        found = await preview(connection, path, problems, source=source, zone=zone, joins=joins, answers=answers)
        state, plan = found.state, found.plan
        today = await connection.fetchval("select (now() at time zone $1)::date", zone)
        endings = much_ends(plan, state, today) if plan is not None else {}
        if plan is not None and yes and not lift_restrictions:
            refuse_lifted(plan, problems)
            if plan.lifted() and not as_json:
                show_plan(console, plan, state, language)
        if plan is not None and yes:
            refuse_much(endings, problems, allow_ending)
        if not as_json:
            show_read(console, found.format, found.read, language)
            show_columns(console, found.columns, language)
            show_problems(console, problems, language)
        if plan is None or problems.refused:
            status = REFUSED
        elif not len(plan):
            status = DONE
        else:
            if not as_json:
                show_plan(console, plan, state, language)
                _warn_of_many(console, endings, language)
            status = DONE if yes or (not as_json and await asyncio.to_thread(confirm)) else DECLINED
            if status == DONE:
                proposed = await _apply(connection, plan, console, language, silent=as_json)
                await remember(connection, plan.source, found.said())
                applied = True
    if as_json:
        result = as_json_text(plan, problems, source=found.source, applied=applied)
        result |= {"format": found.format, "proposed_merges": proposed}
        result["columns"] = {
            table: [column._asdict() for column in columns] for table, columns in found.columns.items()
        }
        result["many_ended"] = {table: ending._asdict() for table, ending in endings.items()}
        console.print_json(json.dumps(result, ensure_ascii=False), indent=None if not console.is_terminal else 2)
        return DONE if status == DECLINED else status
    key = "refused" if status == REFUSED else "declined" if status == DECLINED else "done" if applied else "no_changes"
    console.print(say(key, language, len(plan) if plan else 0))
    return status


async def _apply(connection: Connection, plan: Plan, console: Console, language: str, *, silent: bool) -> int:
    """Applies a plan; returns how many pairs it names to the office as one human."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=silent or not console.is_terminal) as progress:
        task = progress.add_task(say("applying", language), total=len(plan))
        async with connection.transaction():
            await apply(connection, plan, lambda rows: progress.advance(task, rows))
            proposed = await propose_doubles(connection, plan.source)
        await gather_statistics(connection)  # otherwise plans would be made for the tables as they were
    if proposed and not silent:
        console.print(say("proposed_merges", language, proposed))
    return proposed


def _warn_of_many(console: Console, endings: Mapping[str, Ending], language: str) -> None:
    for table, ending in endings.items():
        said = say("many_ended", language, table + ending.part, ending.ended, ending.stored)
        console.print(said, style="bold red", markup=False)


def _pairs(context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = [tuple(part.strip() for part in text.split("=")) for text in texts]
    if any(len(pair) != 2 or not all(pair) for pair in pairs):
        raise click.BadParameter("OLD=NEW, two ids of people")
    return [(old, new) for old, new in pairs]


def _meanings(context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    meanings = {}
    for text in texts:
        heading, _, meaning = (part.strip() for part in text.rpartition("="))
        if not heading or meaning not in MEANINGS | {LEFT_OUT}:
            known = ", ".join(sorted(MEANINGS))
            raise click.BadParameter(f"{text!r} is not HEADING=MEANING or HEADING=-; meanings: {known}")
        meanings[heading] = meaning
    return meanings


@click.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--yes", is_flag=True, help="Apply without asking.")
@click.option("--lift-restrictions", is_flag=True, help="With --yes: let adults follow a child who must not now.")
@click.option(
    "--allow-ending",
    multiple=True,
    type=click.Choice([*TABLES, "all"]),
    help="With --yes: more than one in five of these may end; may be repeated.",
)
@click.option(
    "--join",
    "joins",
    multiple=True,
    metavar="OLD=NEW",
    callback=_pairs,
    help="Who is stored as OLD (of another roster: SOURCE:OLD) has the id NEW now; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Machine-readable; without --yes only a preview.")
@click.option("--source", help="Whose roster it is, where the manifest does not say (source.systemCode).")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEADING=MEANING",
    callback=_meanings,
    help="What a column of a table means, like 'Тел. отв. лица=adult1.phone', or - to leave it out; may be repeated.",
)
@click.option("--school", default="", help="Name of the school, where a table of people is its first.")
@click.option("--zone", default="Europe/Moscow", show_default=True, help="Time zone of schools that are new.")
@on_database
def import_command(
    path: Path,
    *,
    yes: bool,
    lift_restrictions: bool,
    allow_ending: tuple[str, ...],
    joins: list[tuple[str, str]],
    as_json: bool,
    source: str | None,
    columns: dict[str, str],
    school: str,
    zone: str,
    run: OnDatabase[int],
) -> None:
    """Bring people, classes and courses in: OneRoster 1.1 or 1.2 or Microsoft SDS, a zip or a folder of CSV files; or
    a table of people as XLSX or CSV.

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
                lift_restrictions=lift_restrictions,
                allow_ending=frozenset(allow_ending),
                joins=joins,
                as_json=as_json,
                source=source,
                columns=columns,
                school=school,
                zone=zone,
                confirm=lambda: click.confirm(say("confirm", language)),
                console=console,
            )
        )
    except ImportRunning:
        raise click.ClickException(say("running", language)) from None
    sys.exit(status)
