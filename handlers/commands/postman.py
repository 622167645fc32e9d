"""`zvonok postman`: carries notices in a process of its own, beside servers and other postmen."""

import asyncio
import signal

import click

from handlers.postmen import postman_alone, work_until
from handlers.settings import Settings, WrongSetting
from storage.durability import UnsafeDatabase
from storage.migrate import MigrationChanged


@click.command("postman")
def postman_command() -> None:
    """Bring notices to those who are away, until SIGTERM.

    As many as you like may run, beside servers that run with ZVONOK_POSTMAN=0 or without it. They take the same
    settings, and need a PostgreSQL and a Redis that they share with the servers.
    """
    try:
        asyncio.run(_until_told(Settings.from_environment()))
    except (WrongSetting, UnsafeDatabase, MigrationChanged) as error:
        raise click.ClickException(str(error)) from None


async def _until_told(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with postman_alone(settings) as postman:
        click.echo(f"Zvonok's postman carries: {', '.join(postman.rounds)}")
        await work_until(stop, postman)
