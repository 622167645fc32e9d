"""Options that name the database of a command; found from the same settings as the server's."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import click

from handlers.settings import Settings, WrongSetting
from storage.durability import UnsafeDatabase
from storage.embedded import PostgresUnavailable, database
from storage.migrate import MigrationChanged, migrate
from storage.pool import open_pool

R = TypeVar("R")
Work = Callable[[asyncpg.Pool], Awaitable[R]]
OnDatabase = Callable[[Work[R]], R]


def on_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command `--data` and `--database-url`, and calls it with `run`, which runs work on a migrated pool.

    Without these options the environment decides, like for `zvonok serve`. The database of a server running on the data
    folder is used; else it is started for as long as the command takes.
    """

    @click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the embedded database; default: ZVONOK_DATA, else ./data.",
    )
    @click.option("--database-url", help="PostgreSQL to use instead; default: ZVONOK_DATABASE_URL.")
    @wraps(command)
    def wrapped(*arguments: Any, data: Path | None, database_url: str | None, **options: Any) -> Any:
        try:
            settings = Settings.from_environment()
            folder, url = data or settings.data, database_url or (None if data else settings.database_url)
            return command(*arguments, run=lambda work: asyncio.run(_run(folder.absolute(), url, work)), **options)
        except (WrongSetting, PostgresUnavailable, UnsafeDatabase, MigrationChanged) as error:
            raise click.ClickException(str(error)) from None

    return wrapped


async def _run(data: Path, url: str | None, work: Work[R]) -> R:
    async with database(data, url) as found:
        pool = await open_pool(found, size=2)
        try:
            async with pool.acquire() as connection:
                await migrate(connection)
            return await work(pool)
        finally:
            await pool.close()
