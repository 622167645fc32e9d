"""`zvonok applications`: who applies for the connection of a school; accepting makes the activation code."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

import asyncpg
import click
from pydantic import ValidationError

from channels.applications import deciding
from channels.applications.inputs import Refusing
from channels.applications.model import ApplicationState, KeptApplication, last_day
from channels.errors import Codes, Refusal
from channels.invitations.hashes import KEY_NAME, InvitationHashes
from channels.names import name_key
from channels.store import Desk
from handlers.app import SystemClock
from handlers.commands.options import OnDatabase, on_database
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.publisher import FanoutPublisher
from storage.logins import PostgresLogins
from storage.store import PostgresStore

_WHY = {
    Codes.NOT_FOUND: "There is no application {number}, or who applied is not kept any more.",
    Codes.APPLICATION_UNCONFIRMED: "Application {number} waits for the code of its mail: nobody has shown yet that they"
    " read its address.",
    Codes.APPLICATION_DECIDED: "Application {number} has been decided: zvonok applications list --all says how. A new"
    " code in the place of one that was sent: zvonok applications accept {number} --again",
}
_STATES = {
    ApplicationState.WAITING: "waits for you",
    ApplicationState.REFUSED: "refused",
    ApplicationState.CODE_SENT: "accepted, the code was sent",
    ApplicationState.CONNECTED: "connected",
}


@click.group("applications", invoke_without_command=True)
@click.pass_context
def applications_command(context: click.Context) -> None:
    """Read and decide who may open a school here. Without a word more: list those that wait."""
    if context.invoked_subcommand is None:
        context.invoke(list_command)


@applications_command.command("list")
@click.option("--all", "decided", is_flag=True, help="Also those that were decided, the latest first.")
@on_database
def list_command(run: OnDatabase[Sequence[KeptApplication]], decided: bool) -> None:
    """List applications whose address is confirmed, the oldest first."""
    found = run(lambda pool: deciding.listed(_desk(pool), decided=decided))
    if not found:
        click.echo("No application waits." if not decided else "There is no application yet.")
    schools = Counter(name_key(one.school) for one in found)
    for one in found:
        click.echo("\n".join(_lines(one, is_double=schools[name_key(one.school)] > 1)))
    if len(found) == deciding.MOST_LISTED:
        click.echo(f"There are more than {deciding.MOST_LISTED}: decide these first.")


@applications_command.command("accept")
@click.argument("number", type=click.IntRange(1, 2**62))
@click.option("--again", is_flag=True, help="Send a new code; the one before opens nothing then.")
@on_database
def accept_command(run: OnDatabase[KeptApplication], number: int, again: bool) -> None:
    """Accept application NUMBER: an activation code for this school goes to its address."""

    async def work(pool: asyncpg.Pool) -> KeptApplication:
        return await deciding.accept(_desk(pool), await _hashes(pool), number, again=again)

    one = _decided(run, number, work)
    assert one.applicant is not None
    assert one.code_expires_at is not None
    until = last_day(one.code_expires_at, one.zone)
    click.echo(f"{one.school} is accepted. The code goes to {one.applicant.email} and is good until {until:%d %B %Y}.")


@applications_command.command("refuse")
@click.argument("number", type=click.IntRange(1, 2**62))
@click.option("--reason", required=True, metavar="TEXT", help="Why; the applicant reads it. One line.")
@on_database
def refuse_command(run: OnDatabase[KeptApplication], number: int, reason: str) -> None:
    """Refuse application NUMBER and mail the reason. A code that was sent and is not used opens nothing then."""
    try:
        asked = Refusing(reason=reason)
    except ValidationError:
        raise click.BadParameter("write one line of at most 500 characters.", param_hint="--reason") from None
    one = _decided(run, number, lambda pool: deciding.refuse(_desk(pool), number, asked))
    assert one.applicant is not None
    click.echo(f"{one.school} is refused. The reason goes to {one.applicant.email}.")


def _decided(
    run: OnDatabase[KeptApplication], number: int, work: Callable[[asyncpg.Pool], Awaitable[KeptApplication]]
) -> KeptApplication:
    try:
        return run(work)
    except Refusal as refusal:
        raise click.ClickException(_WHY[refusal.code].format(number=number)) from None


def _lines(one: KeptApplication, *, is_double: bool) -> list[str]:
    assert one.confirmed_at is not None
    since = one.confirmed_at if one.decided_at is None else one.decided_at
    lines = [f"{one.id}  {one.school}  ({one.zone})", f"    {_STATES[one.state]}, {since:%d %B %Y %H:%M} UTC"]
    if one.refused_for:
        lines.append(f"    {one.refused_for}")
    if one.state is ApplicationState.CODE_SENT and one.code_expires_at is not None:
        lines.append(f"    the code is good until {one.code_expires_at:%d %B %Y %H:%M} UTC")
    if one.applicant is None:
        lines.append("    who applied is not kept any more")
    else:
        who = one.applicant
        lines.append(f"    {who.name}, {who.position}")
        lines.append(f"    {who.email}" + (f", {who.telephone}" if who.telephone else ""))
    if is_double:
        lines.append("    another one of this list is for a school of the same name")
    return lines


async def _hashes(pool: asyncpg.Pool) -> InvitationHashes:
    return InvitationHashes(await PostgresLogins(pool).secret(KEY_NAME))


def _desk(pool: asyncpg.Pool) -> Desk:
    return Desk(PostgresStore(pool), FanoutPublisher(MemoryFanout()), SystemClock())
