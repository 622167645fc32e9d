"""`zvonok sign-out-all`: ends every sign-in."""

import click

from handlers.commands.options import OnDatabase, on_database
from storage.logins import PostgresLogins


@click.command("sign-out-all")
@on_database
def sign_out_all_command(run: OnDatabase[int]) -> None:
    """End every sign-in of everybody, on every device, and forget the devices.

    For use after a restore: otherwise sign-ins that were ended since the backup would be valid again. Open pages are
    signed out within some seconds; unsent texts stay on their devices.
    """
    ended = run(lambda pool: PostgresLogins(pool).end_all())
    click.echo(f"{ended} sign-ins ended.")
