"""People of the demo school who cannot get in, one for each cause: what is wrong in the school's records, and what they
say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from channels.names import LOOKS_ALIKE
from channels.people import Name
from channels.sign_in_cases.model import Cause, Claimed, Sees, Who
from storage.demo_cases import ParentRow, Wrong

_LATIN = {cyrillic: latin for latin, cyrillic in LOOKS_ALIKE.items()}
_SEES = {
    Cause.SECOND: Sees.NO_CHILD,
    Cause.WAITING: Sees.NO_CHILD,
    Cause.USED: Sees.NO_LINK,
    Cause.OLD_LINK: Sees.NO_LINK,
    Cause.UNINVITED: Sees.UNINVITED,
    Cause.NETWORK: Sees.WHITE,
    Cause.FINE: Sees.NO_CHILD,
}
_WRONG = {
    Cause.PATRONYMIC: Wrong.NO_PATRONYMIC,
    Cause.LATIN: Wrong.LATIN,
    Cause.SECOND: Wrong.DOUBLE,
    Cause.ENDED: Wrong.ENDED,
    Cause.RESTRICTED: Wrong.RESTRICTED,
    Cause.USED: Wrong.USED,
    Cause.FINE: Wrong.USED,
    Cause.OLD_LINK: Wrong.EXPIRED,
}
CAUSES = (
    Cause.CONTACT,
    Cause.LETTER,
    Cause.PATRONYMIC,
    Cause.LATIN,
    Cause.SECOND,
    Cause.ENDED,
    Cause.RESTRICTED,
    Cause.WAITING,
    Cause.USED,
    Cause.MISSING,
    Cause.OLD_LINK,
    Cause.UNINVITED,
    Cause.NETWORK,
    Cause.FINE,
)


@dataclass(frozen=True, slots=True)
class DemoCase:
    """A parent who asks. `wrong`: what is changed in the records; `mixed`: their family name in two alphabets."""

    cause: Cause
    parent: ParentRow
    wrong: Wrong | None
    mixed: str
    claimed: Claimed
    address: str


def demo_cases(parents: Sequence[ParentRow]) -> Iterator[DemoCase]:
    """Yields a case for each cause, as far as there are parents; the child of another is asked for by one of them."""
    for n, (cause, parent) in enumerate(zip(CAUSES, parents, strict=False)):
        family, middle = parent.name.family, parent.name.middle
        name = Name(
            family=_misspelt(family) if cause is Cause.LETTER else family,
            given=parent.name.given,
            middle="" if cause is Cause.MISSING else middle,
        )
        child = parents[n - 1] if cause is Cause.WAITING else parent
        claimed = Claimed(Who.GUARDIAN, name, child.child, child.class_, _SEES.get(cause, Sees.WRONG))
        address = f"new.{parent.email}" if cause in (Cause.CONTACT, Cause.SECOND) else parent.email
        yield DemoCase(cause, parent, _WRONG.get(cause), _in_two_alphabets(family), claimed, address)


def _misspelt(family: str) -> str:
    """Returns a family name with its third letter wrong."""
    letter = "о" if family[2].lower() != "о" else "а"
    return family[:2] + letter + family[3:]


def _in_two_alphabets(family: str) -> str:
    """Returns a family name of which one letter is a Latin one; the name itself if none of its letters has a double."""
    place = next((place for place, sign in enumerate(family) if ord(sign) in _LATIN), None)
    return family if place is None else family[:place] + chr(_LATIN[ord(family[place])]) + family[place + 1 :]
