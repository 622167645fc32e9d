"""Slips from invitations: whose is on which sheet, and its number there."""

from collections import Counter
from collections.abc import Sequence

from channels.invitations.making import PaperInvitation
from channels.people import Role
from handlers.slips.slip import Slip, SlipFor

KINDS = {Role.STUDENT: SlipFor.STUDENT, Role.GUARDIAN: SlipFor.ADULT, Role.TRUSTED: SlipFor.ADULT}


def to_slips(invitations: Sequence[PaperInvitation], address: str, class_name: str | None = None) -> list[Slip]:
    """Returns slips, class after class, in the order of the invitations within each.

    `address` is where people open the server. All are on the sheet of `class_name`, staff as adults of their children;
    without one each is on the sheet of the class that most of the invited share, and staff on one of their own.
    """
    shared = Counter(name for one in invitations for name in one.classes)
    sheets: dict[str, list[PaperInvitation]] = {}
    for one in invitations:
        sheets.setdefault(_sheet(one, shared) if class_name is None else class_name, []).append(one)
    return [_slip(one, name, n, address) for name, sheet in sheets.items() for n, one in enumerate(sheet, 1)]


def _sheet(one: PaperInvitation, shared: Counter[str]) -> str:
    return max(one.classes, key=lambda name: shared[name], default="") if one.role in KINDS else ""


def _slip(one: PaperInvitation, class_name: str, n: int, address: str) -> Slip:
    kind = KINDS.get(one.role, SlipFor.ADULT if class_name else SlipFor.STAFF)
    return Slip(
        number=f"{class_name}-{n:02}" if class_name else f"{n:02}",
        kind=kind,
        school=one.school,
        class_name=class_name,
        name=" ".join(part for part in (one.name.family, one.name.given, one.name.middle) if part),
        children=one.children if kind is SlipFor.ADULT else (),
        code=one.code,
        link=f"{address}/in#{one.token}",
        last_day=one.last_day,
    )
