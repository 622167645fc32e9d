"""Cases from the side of the school: seen by who keeps its register and by the child's class teacher, and solved."""

from collections.abc import Callable, Sequence
from typing import Literal

from channels import policy
from channels.contact_details import address_key, phone_key
from channels.errors import Codes, Refusal
from channels.invitations.hashes import InvitationHashes
from channels.invitations.making import here_at, make_by_mail
from channels.matching.matching import name_differences
from channels.notices.ports import Note, NoteKind
from channels.people import Name, Viewer
from channels.register.guardians import name_guardian
from channels.register.inputs import CorrectedPerson, NewGuardian
from channels.register.people import correct_person, one_person
from channels.sign_in_cases.inputs import SolvedCase
from channels.sign_in_cases.model import Candidate, Cause, Diagnosis
from channels.sign_in_cases.ports import KeptCase
from channels.sign_in_cases.shapes import CaseLine, CaseLines, ComparedField, SchoolCase
from channels.store import Desk, Tx, not_found, viewer_of

SHOWN = 200  # cases of a school's list

Act = Literal["correct", "invite", "confirm", "close"]
_NAMED = frozenset({Cause.LETTER, Cause.PATRONYMIC, Cause.LATIN})


async def cases(desk: Desk, person: int, school: int) -> CaseLines:
    """Returns cases in which the school is asked for help, the open ones first; of a class teacher, the own class's.

    Raises NOT_FOUND for people who see none.
    """
    async with desk.store.read() as tx:
        viewer = await viewer_of(tx, person)
        if not policy.sees_cases(viewer, school):
            raise not_found()
        kept = await tx.sign_in_cases.waiting(school, SHOWN)
        return CaseLines(cases=[_line(case) for case in kept if _sees(viewer, school, case)])


async def one_case(desk: Desk, person: int, school: int, case: int) -> SchoolCase:
    """Returns a case with what the person says and what the school has. Raises NOT_FOUND."""
    async with desk.store.read() as tx:
        return await _shown(desk, tx, *await _seen(tx, person, school, case))


async def solve_case(
    desk: Desk, hashes: InvitationHashes, person: int, school: int, case: int, asked: SolvedCase
) -> SchoolCase:
    """Ends a case by an act of the school, and tells who asked by mail: they get in without another try.

    Raises NOT_FOUND, CASE_CLOSED if somebody else was faster, CASE_ACT_UNFIT for an act that is not among the case's,
    and what the register refuses: OF_A_ROSTER, GUARDIAN_RESTRICTED.
    """
    async with desk.store.read() as tx:
        viewer, kept, diagnosis = await _seen(tx, person, school, case)
        if kept.closed_at is not None:
            raise Refusal(Codes.CASE_CLOSED)
        if asked.act not in await _acts(desk, tx, viewer, school, kept, diagnosis):
            raise Refusal(Codes.CASE_ACT_UNFIT)
    if asked.act == "confirm":
        assert diagnosis.student is not None
        assert diagnosis.person is not None
        guardian = NewGuardian(guardian=diagnosis.person, relation=asked.relation)
        await name_guardian(desk, person, school, diagnosis.student, guardian, None)
    if asked.act == "correct" and diagnosis.cause is not Cause.CONTACT:
        await _correct_name(desk, person, school, kept, diagnosis)
    async with desk.store.begin() as tx:
        now = desk.clock.now()
        if not await tx.sign_in_cases.close(case, person, asked.act, now):
            raise Refusal(Codes.CASE_CLOSED)
        await tx.audit.add(person, f"solve_case:{asked.act}", case, "done", now)
        if asked.act == "correct" and diagnosis.cause is Cause.CONTACT and diagnosis.person is not None:
            assert kept.address is not None
            await tx.notice_settings.confirm_address(diagnosis.person, kept.address, now)
        if asked.act != "close" and diagnosis.person is not None:
            await _let_in(desk, tx, hashes, viewer, kept, diagnosis.person, again=asked.act == "invite")
    async with desk.store.read() as tx:
        return await _shown(desk, tx, *await _seen(tx, person, school, case))


async def _correct_name(desk: Desk, person: int, school: int, kept: KeptCase, diagnosis: Diagnosis) -> None:
    """Gives the record the name that the person says. Raises OF_A_ROSTER."""
    assert diagnosis.person is not None
    before = await one_person(desk, person, school, diagnosis.person)
    said = kept.claimed.name
    corrected = CorrectedPerson(
        family=said.family,
        given=said.given,
        middle=said.middle or before.name.middle,
        email=before.email,
        phone=before.phone,
        identifier=before.identifier,
        revision=before.revision,
    )
    await correct_person(desk, person, school, before.id, corrected, None)


async def _let_in(
    desk: Desk, tx: Tx, hashes: InvitationHashes, viewer: Viewer, kept: KeptCase, person: int, *, again: bool
) -> None:
    """Mails somebody an invitation, or that nothing is in the way now: if they have a sign-in and get no new password,
    or if the viewer may not invite them."""
    candidate = await tx.sign_in_cases.candidate(person)
    assert candidate is not None
    at = await here_at(desk, tx, candidate.school)
    invitee = (await tx.invitations.invitees(candidate.school, [person], at.today)).get(person)
    is_invited = again or (invitee is not None and invitee.signs_in_since is None)
    may = is_invited and await _invites(desk, tx, viewer, candidate.school, person)
    if may and invitee is not None and invitee.address is not None:
        await make_by_mail(tx, at, hashes, [invitee], viewer.person)
    elif kept.address is not None:
        about = {"case": str(kept.id), "login": "yes" if invitee and invitee.signs_in_since else ""}
        await tx.notices.write(Note(NoteKind.SIGN_IN_CASE_SOLVED, kept.address, kept.language, about), at.now)


async def _seen(tx: Tx, person: int, school: int, case: int) -> tuple[Viewer, KeptCase, Diagnosis]:
    viewer = await viewer_of(tx, person)
    kept = await tx.sign_in_cases.find(case)
    if kept is None or kept.diagnosis is None or kept.school != school or not _sees(viewer, school, kept):
        raise not_found()
    return viewer, kept, kept.diagnosis


def _sees(viewer: Viewer, school: int, case: KeptCase) -> bool:
    student = case.diagnosis.student if case.diagnosis is not None else None
    return policy.sees_case(viewer, school, student)


async def _acts(desk: Desk, tx: Tx, viewer: Viewer, school: int, case: KeptCase, told: Diagnosis) -> list[Act]:
    """Returns what the viewer may do to end a case, the most likely first. Names of a roster are corrected there.

    A new address is given by who may invite: mail for a new password goes to it. A number that a portal says is written
    down at the person.
    """
    acts: list[Act] = []
    if told.person is not None and policy.keeps_register(viewer, school):
        one = await tx.sign_in_cases.candidate(told.person)
        entry = await tx.register.person(school, told.person, await tx.schools.day(school, desk.clock.now()))
        invites = await _invites(desk, tx, viewer, school, told.person)
        of_contact = told.cause is Cause.CONTACT and case.address is not None and invites
        if of_contact or (told.cause in _NAMED and entry is not None and entry.typed):
            acts.append("correct")
        if told.cause is Cause.WAITING and told.student is not None:
            acts.append("confirm")
        if invites and one is not None and one.known.emails and told.cause is not Cause.RESTRICTED:
            acts.append("invite")
    return [*acts, "close"]


async def _invites(desk: Desk, tx: Tx, viewer: Viewer, school: int, person: int) -> bool:
    """True if the viewer may invite this person to the school."""
    today = await tx.schools.day(school, desk.clock.now())
    invitee = (await tx.invitations.invitees(school, [person], today)).get(person)
    led = await tx.register.has_keeper(school, today, leadership=True)
    return invitee is not None and policy.invites(viewer, school, invitee.rights, led=led)


def _line(case: KeptCase) -> CaseLine:
    assert case.diagnosis is not None
    assert case.asked_at is not None
    claimed = case.claimed
    return CaseLine.model_validate(
        {
            "case": case.id,
            "who": claimed.who,
            "name": claimed.name,
            "child": claimed.child,
            "class_": claimed.class_,
            "cause": case.diagnosis.cause,
            "asked_at": case.asked_at,
            "outcome": case.outcome,
        }
    )


async def _shown(desk: Desk, tx: Tx, viewer: Viewer, case: KeptCase, told: Diagnosis) -> SchoolCase:
    assert case.school is not None
    one = None if told.person is None else await tx.sign_in_cases.candidate(told.person)
    acts = [] if case.closed_at is not None else await _acts(desk, tx, viewer, case.school, case, told)
    people = [number for number in (told.person, told.student, told.other) if number is not None]
    refs = {number: await tx.people.ref(number) for number in people}
    return SchoolCase(
        **_line(case).model_dump(),
        sees=case.claimed.sees,
        shown=told.shown,
        address=case.address,
        portal=case.portal,
        person=refs.get(told.person or 0),
        student=refs.get(told.student or 0),
        other=refs.get(told.other or 0),
        day=told.day,
        fields=[] if one is None else _fields(case, one),
        acts=acts,
    )


def _fields(case: KeptCase, one: Candidate) -> Sequence[ComparedField]:
    said, has = case.claimed.name, one.known.name
    ours = one.known.emails[0] if one.known.emails else None
    return [
        ComparedField(field="name", theirs=_full(said), ours=_full(has), same=not name_differences(said, has)),
        _compared("email", case.address, ours, address_key),
        *(_compared("phone", phone, has, phone_key) for phone, has in _phones(case, one)),
    ]


def _phones(case: KeptCase, one: Candidate) -> list[tuple[str | None, str | None]]:
    """Returns the number that a portal says beside each of the school's."""
    said = next(iter(case.said.phones), None) if case.said is not None else None
    if not one.known.phones:
        return [(said, None)] if said else []
    return [(said, has) for has in one.known.phones]


def _compared(
    field: Literal["email", "phone"], theirs: str | None, ours: str | None, key: Callable[[str], str | None]
) -> ComparedField:
    same = theirs is not None and ours is not None and key(theirs) == key(ours)
    return ComparedField(field=field, theirs=theirs, ours=ours, same=same)


def _full(name: Name) -> str:
    return " ".join(part for part in (name.family, name.given, name.middle) if part)
