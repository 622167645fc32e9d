"""Cases from the side of who cannot get in: asked, answered by mail, and the one step taken."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from channels.errors import Codes, Refusal
from channels.invitations.codes import new_digits
from channels.invitations.hashes import InvitationHashes
from channels.invitations.making import here_at, make_by_mail
from channels.matching.model import Said
from channels.names import name_key
from channels.notices.ports import Note, NoteKind
from channels.sign_in_cases.diagnosis import diagnose
from channels.sign_in_cases.inputs import NewCase
from channels.sign_in_cases.masks import masked_address, phone_end
from channels.sign_in_cases.model import Candidate, Cause, Diagnosis, Evidence, Missing, Sees
from channels.sign_in_cases.ports import KeptCase
from channels.sign_in_cases.shapes import CaseAnswer, OpenedCase, OtherSignIn, Step
from channels.store import Desk, Tx

KEPT = timedelta(days=30)
AT_ONCE = 20  # cases that are answered in one transaction
MOST_WRONG = 20  # codes, until the case opens to none

_STEPS = {
    Cause.CONTACT: Step.ASK_SCHOOL,
    Cause.LETTER: Step.ASK_SCHOOL,
    Cause.PATRONYMIC: Step.ASK_SCHOOL,
    Cause.LATIN: Step.SIGN_IN,
    Cause.SECOND: Step.SIGN_IN,
    Cause.ENDED: Step.ASK_SCHOOL,
    Cause.RESTRICTED: Step.CALL,
    Cause.WAITING: Step.ASK_SCHOOL,
    Cause.USED: Step.INVITE,
    Cause.MISSING: Step.AGAIN,
    Cause.OLD_LINK: Step.INVITE,
    Cause.UNINVITED: Step.INVITE,
    Cause.SHARED: Step.ASK_SCHOOL,
    Cause.NETWORK: Step.OPEN,
    Cause.STRANGER: Step.CALL,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A case with its diagnosis, in the hands of who may read the answer."""

    kept: KeptCase
    told: Diagnosis


async def open_case(desk: Desk, asked: NewCase) -> OpenedCase:
    """Keeps a case. Nothing is looked up here: answer and time are the same whoever is known."""
    now = desk.clock.now()
    async with desk.store.begin() as tx:
        case = await tx.sign_in_cases.add(asked.claimed, asked.address, asked.language, now, now + KEPT)
    return OpenedCase(case=case, last_day=_last_day(now + KEPT))


async def answer(desk: Desk, hashes: InvitationHashes) -> None:
    """Finds the cause of every new case, and mails the code that shows it, to known and unknown addresses alike."""
    while await _answer_some(desk, hashes):
        pass


async def _answer_some(desk: Desk, hashes: InvitationHashes) -> bool:
    async with desk.store.begin() as tx:
        cases = await tx.sign_in_cases.take_new(AT_ONCE)
        for case in cases:
            now = desk.clock.now()
            assert case.address is not None
            evidence = Evidence(Said(case.claimed.name, emails=(case.address,)), by_provider=False)
            code = await find_cause(tx, hashes, case, evidence, now)
            about = {"case": str(case.id), "token": code, "until": _last_day(case.expires_at).isoformat()}
            await tx.notices.write(Note(NoteKind.SIGN_IN_CASE, case.address, case.language, about), now)
    return len(cases) == AT_ONCE


async def find_cause(tx: Tx, hashes: InvitationHashes, case: KeptCase, evidence: Evidence, now: datetime) -> str:
    """Keeps why somebody does not get in; returns the code that opens the answer."""
    found = await tx.sign_in_cases.look_up(evidence.said, case.claimed)
    today = now.date() if found.school is None else await tx.schools.day(found.school, now)
    told = diagnose(evidence, case.claimed, found.people, found.students, today)
    code = new_digits()
    school = next((one.school for one in found.people if one.known.person == told.person), found.school)
    await tx.sign_in_cases.keep(case.id, told, school, _hash(hashes, case.id, code), now)
    return code


async def forget_cases(desk: Desk) -> None:
    """Deletes cases that nobody needs any more."""
    async with desk.store.begin() as tx:
        await tx.sign_in_cases.forget(desk.clock.now())


async def read_answer(desk: Desk, hashes: InvitationHashes, number: int, digits: str) -> CaseAnswer:
    """Returns the answer to who has the code of the mail; a school that they are told to call knows of it then.

    Whether it has somebody like them makes no difference here: a write more would take longer, and say so.

    Raises CASE_DOES_NOT_OPEN for a wrong code and for a case that is not there, alike.
    """
    async with desk.store.begin() as tx:
        case = await _opened(tx, hashes, number, digits)
        if case is not None:
            return await read_in(tx, case, desk.clock.now())
    raise Refusal(Codes.CASE_DOES_NOT_OPEN)


async def read_in(tx: Tx, case: Opened, now: datetime) -> CaseAnswer:
    """Returns the answer, and lets a school know that it will be called."""
    if case.told.shown is Cause.STRANGER:
        await tx.sign_in_cases.ask_school(case.kept.id, now)
    return await _answer(tx, case)


async def take_step(desk: Desk, hashes: InvitationHashes, number: int, digits: str) -> CaseAnswer:
    """Takes the one step of a case: asks the school, or mails an invitation to the address that they have confirmed.

    Repeated, it changes nothing. Raises CASE_DOES_NOT_OPEN.
    """
    async with desk.store.begin() as tx:
        case = await _opened(tx, hashes, number, digits)
        if case is not None:
            await _take(desk, tx, hashes, case)
            case = await _opened(tx, hashes, number, digits)
            assert case is not None
            return await _answer(tx, case)
    raise Refusal(Codes.CASE_DOES_NOT_OPEN)


async def _take(desk: Desk, tx: Tx, hashes: InvitationHashes, case: Opened) -> None:
    told, number = await _answer(tx, case), case.kept.id
    if told.step is Step.ASK_SCHOOL or (told.step is Step.INVITE and not told.done):
        await tx.sign_in_cases.ask_school(number, desk.clock.now())
    if told.step is Step.INVITE and not told.done:
        await _invite(desk, tx, hashes, case)
        await tx.sign_in_cases.close(number, None, "invited", desk.clock.now())


async def _opened(tx: Tx, hashes: InvitationHashes, number: int, digits: str) -> Opened | None:
    """Returns a case to who has its code; counts a wrong one, and after too many opens to none."""
    case = await tx.sign_in_cases.find(number)
    if case is None or case.diagnosis is None or case.wrong_codes >= MOST_WRONG:
        return None
    if case.code_hash != _hash(hashes, number, digits):
        await tx.sign_in_cases.count_wrong_code(number)
        return None
    return Opened(case, case.diagnosis)


async def _invite(desk: Desk, tx: Tx, hashes: InvitationHashes, case: Opened) -> None:
    person = case.told.person
    candidate = None if person is None else await tx.sign_in_cases.candidate(person)
    assert candidate is not None
    at = await here_at(desk, tx, candidate.school)
    invitee = (await tx.invitations.invitees(candidate.school, [candidate.known.person], at.today)).get(
        candidate.known.person
    )
    if invitee is not None and invitee.address is not None:
        await make_by_mail(tx, at, hashes, [invitee], None)


async def _answer(tx: Tx, opened: Opened) -> CaseAnswer:
    case, told = opened.kept, opened.told
    one = None
    if told.shown is not Cause.STRANGER and told.person is not None:
        one = await tx.sign_in_cases.candidate(told.person)
    step = _step(opened, one)
    done = case.asked_at is not None if step is Step.ASK_SCHOOL else case.outcome is not None
    return CaseAnswer(
        case=case.id,
        last_day=_last_day(case.expires_at),
        cause=told.shown,
        step=step,
        done=done,
        who=case.claimed.who,
        name=case.claimed.name,
        address=case.address,
        phone=next(iter(case.said.phones), None) if case.said is not None else None,
        portal=case.portal,
        theirs=None if one is None or told.cause is not Cause.CONTACT else _theirs(one, told.field),
        differs_at=None if one is None or told.cause is not Cause.LETTER else _differs_at(case, one),
        day=None if one is None else told.day,
        field=None if one is None else told.field,
        other=None if one is None or told.other is None else await _other(tx, told.other),
    )


def _step(opened: Opened, one: Candidate | None) -> Step:
    cause, sees = opened.told.shown, opened.kept.claimed.sees
    if cause is Cause.FINE:
        return Step.INVITE if sees in (Sees.WRONG, Sees.NO_LINK) else Step.ASK_SCHOOL
    if cause is Cause.LATIN and (one is None or one.sign_in is None):
        return Step.INVITE
    return _STEPS[cause]


async def _other(tx: Tx, person: int) -> OtherSignIn | None:
    other = await tx.sign_in_cases.candidate(person)
    if other is None or other.sign_in is None:
        return None
    ends = [end for phone in other.known.phones if (end := phone_end(phone)) is not None]
    return OtherSignIn(since=other.sign_in.since, by=other.sign_in.by, phone_end=ends[0] if ends else None)


def _theirs(one: Candidate, field: Missing | None) -> str | None:
    if field is Missing.EMAIL:
        return masked_address(one.known.emails[0]) if one.known.emails else None
    ends = [end for phone in one.known.phones if (end := phone_end(phone)) is not None]
    return f"…{ends[0]}" if field is Missing.PHONE and ends else None


def _differs_at(case: KeptCase, one: Candidate) -> int:
    """Returns the first place of the typed family name from which on the school's is another one."""
    typed, ours = case.claimed.name.family, name_key(one.known.name.family)
    for place in range(len(typed)):
        key = name_key(typed[: place + 1])
        if ours[: len(key)] != key:
            return place
    return len(typed) - 1


def _hash(hashes: InvitationHashes, case: int, code: str) -> bytes:
    return hashes.of_code(f"case:{case}:{code}")


def _last_day(expires_at: datetime) -> date:
    return (expires_at - timedelta(seconds=1)).date()
