"""Russian names in the cases that sentences need."""

from functools import lru_cache

from pytrovich.detector import PetrovichGenderDetector
from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

from channels.people import Name

_maker, _detector = PetrovichDeclinationMaker(), PetrovichGenderDetector()


@lru_cache(maxsize=4096)
def dative(name: Name) -> str:
    """Returns the given name in the dative: `Анне`. Names that are not declined, or not known how, stay as they are."""
    return _given(name, Case.DATIVE)


@lru_cache(maxsize=4096)
def genitive(name: Name) -> str:
    """Returns the given name in the genitive: `Анны`."""
    return _given(name, Case.GENITIVE)


def _given(name: Name, case: Case) -> str:
    gender = _gender(name)
    return name.given if gender is None else _decline(NamePart.FIRSTNAME, gender, case, name.given)


@lru_cache(maxsize=4096)
def whole_genitive(name: Name) -> str:
    """Returns the whole name in the genitive: `Марии Ивановны Петровой`."""
    gender = _gender(name)
    parts = [(NamePart.FIRSTNAME, name.given), (NamePart.MIDDLENAME, name.middle), (NamePart.LASTNAME, name.family)]
    return " ".join(
        part if gender is None else _decline(kind, gender, Case.GENITIVE, part) for kind, part in parts if part
    )


def _decline(part: NamePart, gender: Gender, case: Case, text: str) -> str:
    declined: str = _maker.make(part, gender, case, text)
    return declined


def _gender(name: Name) -> Gender | None:
    """Returns the gender; None for names that are not Russian, and for those used by both."""
    known = {"firstname": name.given, "middlename": name.middle, "lastname": name.family}
    try:
        found = _detector.detect(**{kind: part for kind, part in known.items() if part})  # type: ignore[no-untyped-call]
    except (ValueError, KeyError):
        return None
    return found if found in (Gender.MALE, Gender.FEMALE) else None
