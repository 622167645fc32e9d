"""Reads what a portal tells of a person from its claims, within bounds: contacts only that it has confirmed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from channels.matching.matching import snils_digits
from channels.matching.model import Said
from channels.people import Name
from channels.portals.ports import Detail, PortalSettings

LONGEST = 200
# Claim that says whether a contact was confirmed, beside that of the contact itself.
_VERIFIED = {Detail.EMAIL: "email_verified", Detail.PHONE: "phone_number_verified"}


def said_of(claims: Mapping[str, Any], settings: PortalSettings) -> Said:
    """Returns what the claims say of a person; what is no text, or too long, is not said."""

    def text(detail: Detail) -> str:
        found = _found(claims, settings.claims[detail])
        if isinstance(found, int) and not isinstance(found, bool):
            found = str(found)
        if not isinstance(found, str) or len(found) > LONGEST or not found.isprintable():
            return ""
        return found.strip()

    def contact(detail: Detail) -> tuple[str, ...]:
        is_confirmed = claims.get(_VERIFIED[detail]) in (True, "true")
        found = text(detail) if is_confirmed or settings.contacts_verified else ""
        return (found,) if found else ()

    return Said(
        name=Name(family=text(Detail.FAMILY), given=text(Detail.GIVEN), middle=text(Detail.PATRONYMIC)),
        emails=contact(Detail.EMAIL),
        phones=contact(Detail.PHONE),
        snils=snils_digits(text(Detail.SNILS)),
        birth_day=_day(text(Detail.BIRTH_DAY)),
    )


def lacks(claims: Mapping[str, Any], settings: PortalSettings) -> bool:
    """True if the ID token leaves out what people are matched by, so that the rest has to be asked for."""
    needed = (Detail.FAMILY, Detail.GIVEN)
    contacts = (Detail.EMAIL, Detail.PHONE, Detail.SNILS)
    return any(_found(claims, settings.claims[one]) is None for one in needed) or all(
        _found(claims, settings.claims[one]) is None for one in contacts
    )


def _found(claims: Mapping[str, Any], name: str) -> Any:
    """Returns a claim; `a.b` is in an object, unless there is one of just this name."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _day(text: str) -> date | None:
    """Returns a day that is written as in ISO 8601, or as in Russia: 31.12.1980."""
    parts = text.split(".")
    try:
        return date.fromisoformat("-".join(reversed(parts)) if len(parts) == 3 else text)
    except ValueError:
        return None
