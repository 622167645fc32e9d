"""People who are invited: on slips that leadership made, and what they do with them."""

from channels.invitations.hashes import InvitationHashes
from channels.invitations.inputs import Invited
from channels.invitations.inviting import print_invitations
from channels.invitations.making import PaperInvitation
from tests.support.school import School
from tests.support.serving import Answer, Served

FRESH = "четыре зимних слова"


async def hashes_of(served: Served) -> InvitationHashes:
    """Hashes as the server makes them."""
    return InvitationHashes(await served.server.pool.fetchval("select value from secret where name = 'invitations'"))


async def without_account(served: Served, *people: int) -> None:
    await served.server.pool.execute("delete from account where person_id = any($1::bigint[])", list(people))


async def on_paper(served: Served, school: School, hashes: InvitationHashes, person: int) -> PaperInvitation:
    """A slip for one person, made by leadership."""
    desk = served.server.desk
    [slip] = await print_invitations(desk, hashes, school.clara, school.id, Invited(people=[person]))
    return slip


async def show(served: Served, **shown: str) -> Answer:
    return await served.stranger.post("/api/invitations/open", shown)


async def use(served: Served, family: str = "Белая", password: str = FRESH, **shown: str) -> Answer:
    return await served.stranger.post("/api/invitations/use", {**shown, "family": family, "password": password})
