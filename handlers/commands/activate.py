"""`zvonok activate`: makes a code that opens a school."""

import asyncpg
import click

from channels import activation
from channels.invitations.codes import in_groups
from channels.invitations.hashes import KEY_NAME, InvitationHashes
from channels.store import Desk
from handlers.app import SystemClock
from handlers.commands.options import OnDatabase, on_database
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.publisher import FanoutPublisher
from storage.logins import PostgresLogins
from storage.store import PostgresStore


@click.command("activate")
@on_database
def activate_command(run: OnDatabase[str]) -> None:
    """Make an activation code: whoever has it opens one school, at /activate, within thirty days."""
    click.echo(run(_make))


async def make_first(pool: asyncpg.Pool) -> str | None:
    """Makes the code of an empty installation; None if there is a school."""
    code = await activation.make_first_code(_desk(pool), await _hashes(pool))
    return code and in_groups(code)


async def _make(pool: asyncpg.Pool) -> str:
    return in_groups(await activation.make_code(_desk(pool), await _hashes(pool)))


async def _hashes(pool: asyncpg.Pool) -> InvitationHashes:
    return InvitationHashes(await PostgresLogins(pool).secret(KEY_NAME))


def _desk(pool: asyncpg.Pool) -> Desk:
    return Desk(PostgresStore(pool), FanoutPublisher(MemoryFanout()), SystemClock())
