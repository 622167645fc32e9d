"""`zvonok account`: gives a person of the roster a sign-in, or a new password."""

import secrets

import click

from channels.people import sign_in_name
from handlers.commands.options import OnDatabase, on_database
from handlers.passwords import hash_password
from storage.accounts import NameTaken, give_account

LONGEST = 200  # characters; the sign-in page sends no more


def _name(context: click.Context, parameter: click.Parameter, text: str | None) -> str | None:
    """Returns the name as the sign-in page would send it, so that the account can be signed in to."""
    if text is None:
        return None
    name = sign_in_name(text)
    if not name or len(name) > LONGEST or not name.isprintable():
        raise click.BadParameter(f"1 to {LONGEST} characters that can be seen")
    return name


@click.command("account")
@click.argument("source_id")
@click.option("--name", callback=_name, help="What to sign in with; default: as before, else the roster's username.")
@click.option("--source", default="oneroster", show_default=True, help="Whose roster it is.")
@click.option("--free-name", is_flag=True, help="Take the name from somebody who has left, without asking.")
@on_database
def account_command(
    source_id: str, name: str | None, source: str, *, free_name: bool, run: OnDatabase[str | None]
) -> None:
    """Give the person with this SOURCE_ID in the roster a sign-in with a new random password.

    Repeat it when a password is forgotten: the old one stops working, and so do that person's open logins, passkeys and
    second factor.
    """
    password = secrets.token_urlsafe(9)
    hashed = hash_password(password)

    def give(*, free: bool) -> str | None:
        return run(lambda pool: give_account(pool, source, source_id, name, hashed, free=free))

    try:
        given = give(free=free_name)
    except NameTaken as taken:
        who = taken.person or "Somebody else"
        if not taken.ended:
            raise click.ClickException(f"{who} signs in as {taken.name}. Choose another with --name.") from None
        click.confirm(f"{who}, who has left, signed in as {taken.name}. Take the name from them?", abort=True)
        given = give(free=True)
    if given is None:
        raise click.ClickException(
            f"No person {source_id} in the roster of {source}, or no username to sign in with: add --name."
        )
    click.echo(f"{given}  {password}")
