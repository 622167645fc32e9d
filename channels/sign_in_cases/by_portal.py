"""Cases of who has signed in at a portal and is nobody here: its word is the evidence, and the answer comes at once."""

from datetime import timedelta

from channels.invitations.hashes import InvitationHashes
from channels.matching.model import Said
from channels.sign_in_cases.inputs import CaseByPortal
from channels.sign_in_cases.model import Evidence
from channels.sign_in_cases.opening import KEPT, Opened, find_cause, read_in
from channels.sign_in_cases.shapes import AnsweredCase, WhoFromPortal
from channels.store import Desk, not_found

WORD_LIFE = timedelta(minutes=30)


async def keep_word(desk: Desk, browser: str, portal: int, said: Said) -> None:
    """Keeps what a portal says of who came with this browser; who has no name there is asked for everything."""
    if said.name.family and said.name.given:
        async with desk.store.begin() as tx:
            await tx.sign_in_cases.keep_word(browser, portal, said, desk.clock.now() + WORD_LIFE)


async def who_from_portal(desk: Desk, browser: str) -> WhoFromPortal:
    """Returns who came with this browser, as a portal names them. Raises NOT_FOUND."""
    async with desk.store.read() as tx:
        word = await tx.sign_in_cases.word(browser, desk.clock.now())
    if word is None:
        raise not_found()
    return WhoFromPortal(portal=word.name, name=word.said.name)


async def open_by_portal(desk: Desk, hashes: InvitationHashes, browser: str, asked: CaseByPortal) -> AnsweredCase:
    """Uses the word of a portal up, and says why it lets nobody in. Raises NOT_FOUND without one."""
    async with desk.store.begin() as tx:
        now = desk.clock.now()
        word = await tx.sign_in_cases.take_word(browser, now)
        if word is None:
            raise not_found()
        said = word.said
        claimed, address = asked.claimed_by(said.name), next(iter(said.emails), None)
        number = await tx.sign_in_cases.add(claimed, address, asked.language, now, now + KEPT, word)
        case = await tx.sign_in_cases.find(number)
        assert case is not None
        code = await find_cause(tx, hashes, case, Evidence(said, by_provider=True), now)
        case = await tx.sign_in_cases.find(number)
        assert case is not None
        assert case.diagnosis is not None
        return AnsweredCase(code=code, answer=await read_in(tx, Opened(case, case.diagnosis), now))
