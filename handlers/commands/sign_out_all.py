"""`zvonok sign-out-all`: ends every sign-in."""

import click

from handlers.commands.options import OnDatabase, on_database
from storage.logins import PostgresLogins


@click.command("sign-out-all")
@on_database
def sign_out_all_command(run: OnDatabase[int]) -> None:
    """End every sign-in of everybody, on every device, and forget the devices.

    After a restore: sign-ins that were ended since the backup was made would be good again. Open pages are signed out
    within some seconds; what somebody has written and not sent stays on their device.
    """
    ended = run(lambda pool: PostgresLogins(pool).end_all())
    click.echo(f"{ended} sign-ins ended.")
