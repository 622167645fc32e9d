"""Invitations of the demo school: one class on a day in September, with everything that can become of them."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from channels.invitations.model import InvitationStatus, Medium
from storage.demo import InvitationRow

# What becomes of one adult or student after the other; most are in.
_BECOME = (
    InvitationStatus.USED,
    InvitationStatus.SENT,
    InvitationStatus.USED,
    InvitationStatus.PRINTED,
    InvitationStatus.USED,
    InvitationStatus.OPENED,
    InvitationStatus.USED,
    InvitationStatus.NONE,
    InvitationStatus.USED,
    InvitationStatus.BOUNCED,
    InvitationStatus.USED,
    InvitationStatus.EXPIRED,
    *[InvitationStatus.USED] * 5,
)


def become(people: Sequence[int]) -> dict[InvitationStatus, list[int]]:
    """Returns who has come how far, each time the same for the same people."""
    found: dict[InvitationStatus, list[int]] = {status: [] for status in InvitationStatus}
    for n, person in enumerate(people):
        found[_BECOME[n % len(_BECOME)]].append(person)
    return found


def invitation_rows(become: dict[InvitationStatus, list[int]], now: datetime) -> Iterator[InvitationRow]:
    """Yields invitations of which nobody knows the secrets."""
    for status, people in become.items():
        for n, person in enumerate(people):
            if status in (InvitationStatus.NONE, InvitationStatus.USED, InvitationStatus.MADE):
                continue
            made_at = now - timedelta(days=40 if status is InvitationStatus.EXPIRED else 3 + n % 20)
            yield InvitationRow(
                person=person,
                medium=Medium.PAPER if status is InvitationStatus.PRINTED else Medium.MAIL,
                token_hash=secrets.token_bytes(32),
                code_hash=secrets.token_bytes(32),
                made_at=made_at,
                expires_at=made_at + timedelta(days=30),
                bounced_at=made_at if status is InvitationStatus.BOUNCED else None,
                opened_at=made_at + timedelta(hours=9) if status is InvitationStatus.OPENED else None,
            )
