"""`zvonok export`: what is stored, as a OneRoster 1.2 set."""

from __future__ import annotations

import asyncio
from pathlib import Path

import asyncpg
import click

from handlers.commands.options import OnDatabase, on_database
from handlers.roster.write import PathTaken, write_set
from storage.roster.load import load, sources


class WhichSource(Exception):
    """Raised if there are several rosters, or none; the text names them."""


async def export_roster(pool: asyncpg.Pool, path: Path, *, source: str | None) -> str:
    """Writes the people, classes and courses of one roster source to `path`, and returns that source.

    Writes a folder, or a zip if `path` ends in .zip; importing it changes nothing. Raises `WhichSource` if `source` is
    None and there is not exactly one, `PathTaken` if something is there already.
    """
    async with pool.acquire() as connection:
        if source is None:
            known = await sources(connection)
            if len(known) != 1:
                raise WhichSource(", ".join(known))
            source = known[0]
        state = await load(connection, source)
    await asyncio.to_thread(write_set, path, state, source)
    return source


@click.command("export")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--source", help="Which roster, where there are several.")
@on_database
def export_command(path: Path, *, source: str | None, run: OnDatabase[str]) -> None:
    """Write people, classes and courses as OneRoster 1.2: a folder, or a zip when PATH ends in .zip."""
    try:
        written = run(lambda pool: export_roster(pool, path, source=source))
    except PathTaken as error:
        raise click.ClickException(f"{error} is there already") from None
    except WhichSource as error:
        raise click.ClickException(f"name the roster with --source: {str(error) or 'there is none yet'}") from None
    click.echo(f"{written} -> {path}")
