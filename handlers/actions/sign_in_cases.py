"""Cases of people who cannot get in: asked by anybody, answered by mail, solved by the school."""

from aiohttp import web

from channels.errors import Codes, Refusal
from channels.invitations.hashes import InvitationHashes
from channels.notices.settings import Offered
from channels.sign_in_cases import solving
from channels.sign_in_cases.inputs import CaseByPortal, CaseCode, NewCase, SolvedCase
from channels.sign_in_cases.shapes import AnsweredCase, CaseAnswer, OpenedCase, SchoolCase, WhoFromPortal
from channels.store import Desk
from handlers.actions.action import Access, Action
from handlers.sign_in_cases import CaseDoor


async def open_case(request: web.Request, door: CaseDoor, offered: Offered, asked: NewCase) -> OpenedCase:
    """Raises NO_INVITATIONS_BY_MAIL if the server sends none: nobody shall wait for a mail that cannot come."""
    if not offered.mails:
        raise Refusal(Codes.NO_INVITATIONS_BY_MAIL)
    return await door.open(request, asked)


async def who_from_portal(request: web.Request, door: CaseDoor) -> WhoFromPortal:
    return await door.who_from_portal(request)


async def open_case_by_portal(request: web.Request, door: CaseDoor, asked: CaseByPortal) -> AnsweredCase:
    return await door.open_by_portal(request, asked)


async def case_answer(request: web.Request, door: CaseDoor, case: int, asked: CaseCode) -> CaseAnswer:
    return await door.answer(request, case, asked)


async def take_case_step(request: web.Request, door: CaseDoor, case: int, asked: CaseCode) -> CaseAnswer:
    return await door.take_step(request, case, asked)


async def solve_case(
    desk: Desk, hashes: InvitationHashes, person: int, school: int, case: int, asked: SolvedCase
) -> SchoolCase:
    return await solving.solve_case(desk, hashes, person, school, case, asked)


_CASES = "/api/sign-in-cases"
_BY_PORTAL = f"{_CASES}/by-portal"
_OF_SCHOOL = "/api/schools/{school}/sign-in-cases"

SIGN_IN_CASES = (
    Action(
        "open_case",
        "POST",
        _CASES,
        Access.PUBLIC,
        "Say that one cannot get in; the answer is mailed",
        open_case,
        status=202,
    ),
    Action(
        "who_from_portal",
        "GET",
        _BY_PORTAL,
        Access.PUBLIC,
        "Who came from a portal with this browser and is nobody here",
        who_from_portal,
    ),
    Action(
        "open_case_by_portal",
        "POST",
        _BY_PORTAL,
        Access.PUBLIC,
        "Why the portal lets me in nowhere",
        open_case_by_portal,
    ),
    Action(
        "case_answer",
        "POST",
        f"{_CASES}/{{case}}/answer",
        Access.PUBLIC,
        "Why one cannot get in, to who has the code of the mail",
        case_answer,
    ),
    Action(
        "take_case_step",
        "POST",
        f"{_CASES}/{{case}}/step",
        Access.PUBLIC,
        "Take the one step that the answer names",
        take_case_step,
    ),
    Action("cases", "GET", _OF_SCHOOL, Access.SCHOOL, "Who cannot get in and asks the school", solving.cases),
    Action("one_case", "GET", f"{_OF_SCHOOL}/{{case}}", Access.SCHOOL, "Why somebody cannot get in", solving.one_case),
    Action("solve_case", "POST", f"{_OF_SCHOOL}/{{case}}/solve", Access.SCHOOL, "Let somebody in", solve_case),
)
