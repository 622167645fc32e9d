"""Activation: a code opens a school on an installation, once, and names its first administrator."""

from datetime import datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import Field, StringConstraints

from channels.errors import Codes, Refusal, refuse
from channels.invitations.codes import new_code
from channels.invitations.hashes import InvitationHashes
from channels.register.inputs import PersonFields
from channels.store import Desk, Tx
from channels.types import NO_CONTROLS, Input, Shape

GOOD_FOR = timedelta(days=30)
_ZONES = frozenset(available_timezones())


class NewSchool(Input):
    """A school with its first administrator: who leads it, or whom its head has appointed."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=NO_CONTROLS)]
    zone: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    administrator: PersonFields
    role: Literal["leadership", "admin"]
    password: str = Field(min_length=1, max_length=1000)
    shared: bool = False

    checked_later = frozenset({"password"})  # it is only hashed


class TypedCode(Input):
    """An activation code as it was typed."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=100)]


class SchoolOfCode(Shape):
    """School that applied for a code."""

    name: str
    zone: str


class CheckedCode(Shape):
    """A good code. `school`: the only one that it opens; None: any."""

    school: SchoolOfCode | None


async def make_code(desk: Desk, hashes: InvitationHashes) -> str:
    """Makes a code that opens one more school; it is known only now."""
    code, now = new_code(), desk.clock.now()
    async with desk.store.begin() as tx:
        await tx.activations.add(hashes.of_code(code), now, now + GOOD_FOR, is_first=False)
    return code


async def make_first_code(desk: Desk, hashes: InvitationHashes) -> str | None:
    """Makes the code of an empty installation, in the place of the one before. None if there is a school."""
    code, now = new_code(), desk.clock.now()
    async with desk.store.begin() as tx:
        if not await tx.activations.is_empty():
            return None
        await tx.activations.add(hashes.of_code(code), now, now + GOOD_FOR, is_first=True)
    return code


async def find_code(desk: Desk, code_hash: bytes) -> CheckedCode | None:
    """Returns what a good code opens. None for unknown, used and expired codes alike."""
    async with desk.store.read() as tx:
        good = await tx.activations.find(code_hash, desk.clock.now())
    if good is None:
        return None
    return CheckedCode(school=good.school and SchoolOfCode(name=good.school.name, zone=good.school.zone))


def require_school(code: CheckedCode, asked: NewSchool) -> None:
    """Raises CODE_OF_ANOTHER_SCHOOL with the field, for a code that was made for one school, and not for this."""
    if code.school is not None:
        fields = [("name", asked.name, code.school.name), ("zone", asked.zone, code.school.zone)]
        if wrong := [(field, Codes.CODE_OF_ANOTHER_SCHOOL) for field, said, own in fields if said != own]:
            refuse(wrong)


def require_zone(zone: str) -> None:
    """Raises UNKNOWN_ZONE with the field."""
    if zone not in _ZONES:
        refuse([("zone", Codes.UNKNOWN_ZONE)])


async def activate(desk: Desk, code_hash: bytes, asked: NewSchool, password_hash: str) -> tuple[int, str]:
    """Opens a school, with its first administrator; returns that person, and the name to sign in with.

    Raises UNKNOWN_ZONE, and ACTIVATION_CODE_WRONG if somebody was faster.
    """
    require_zone(asked.zone)
    async with desk.store.begin() as tx:
        return await _open(tx, code_hash, asked, password_hash, desk.clock.now())


async def _open(tx: Tx, code_hash: bytes, asked: NewSchool, password_hash: str, now: datetime) -> tuple[int, str]:
    code = await tx.activations.use(code_hash, now)
    if code is None:
        raise Refusal(Codes.ACTIVATION_CODE_WRONG)
    school = await tx.activations.open_school(code, asked.name, asked.zone)
    today = await tx.schools.day(school, now)
    person = await tx.register.add_person(asked.administrator)
    await tx.register.give_role(school, person, asked.role, today)
    invitee = (await tx.invitations.invitees(school, [person], today))[person]
    given = await tx.invitations.give_account(invitee, password_hash)
    await tx.audit.add(person, "activate", school, "done", now)
    return person, given.login
