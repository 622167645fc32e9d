"""`zvonok account`: gives a person of the roster a sign-in, or a new password."""

import secrets

import click

from handlers.commands.options import OnDatabase, on_database
from handlers.passwords import hash_password
from storage.logins import NameTaken, PostgresLogins


@click.command("account")
@click.argument("source_id")
@click.option("--name", help="What to sign in with; default: as before, else the roster's username.")
@click.option("--source", default="oneroster", show_default=True, help="Whose roster it is.")
@on_database
def account_command(source_id: str, name: str | None, source: str, run: OnDatabase[str | None]) -> None:
    """Give the person with this SOURCE_ID in the roster a sign-in with a new random password.

    Repeat it when a password is forgotten: the old one stops working, and so do that person's open logins.
    """
    password = secrets.token_urlsafe(9)
    hashed = hash_password(password)
    try:
        given = run(lambda pool: PostgresLogins(pool).give_account(source, source_id, name, hashed))
    except NameTaken as error:
        raise click.ClickException(f"Somebody else signs in as {error}. Choose another with --name.") from None
    if given is None:
        raise click.ClickException(
            f"No person {source_id} in the roster of {source}, or no username to sign in with: add --name."
        )
    click.echo(f"{given}  {password}")
