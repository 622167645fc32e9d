"""Made-up people of a school who cannot get in, each with the true cause."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from channels.matching.model import Known, Said
from channels.people import Name, Role
from channels.sign_in_cases.model import (
    Candidate,
    Cause,
    Claimed,
    Evidence,
    Following,
    InvitationFacts,
    Sees,
    SignInFacts,
    Who,
)

TODAY = date(2026, 9, 14)
FAMILIES = re.findall(
    r"\w+",
    """Соколов Белов Гаврилов Сомов Маркин Панкратов Козлов Лебедев Юдин Семёнов Зайцев Ершов Артёмов Королёв Щукин
    Воробьёв Тарасов Медведев Никитин Орехов Кузьмин Рябов Чернов Фомин Жуков Власов Ежов Игнатов""",
)
WOMEN = ["Елена", "Ольга", "Анна", "Мария", "Ирина", "Светлана", "Наталья", "Татьяна", "Алёна", "Юлия"]
MEN = ["Сергей", "Павел", "Игорь", "Андрей", "Фёдор", "Тимур", "Артём", "Денис", "Роман", "Олег"]
OF_FATHERS = ["Сергеев", "Петров", "Львов", "Юрьев", "Андреев", "Олегов", "Станиславов", "Рашидов", "Павлов", "Романов"]
LATIN = str.maketrans("АВСЕНКМОРТХасеорху", "ABCEHKMOPTXaceopxy")


@dataclass(frozen=True, slots=True)
class Case:
    """A case with its true cause; `person`: who it is, None for a stranger."""

    kind: str
    evidence: Evidence
    claimed: Claimed
    people: Sequence[Candidate]
    students: Mapping[int, int]
    cause: Cause
    person: int | None


@dataclass(frozen=True, slots=True)
class Family:
    """Both parents follow the child and have a sign-in."""

    mother: Candidate
    father: Candidate
    child: int
    child_name: Name


@dataclass
class Draft:
    """A case that fits, before something is made wrong with it."""

    one: Candidate
    said: Said
    by_provider: bool
    sees: Sees
    child: Name
    students: list[int]
    cause: Cause = Cause.FINE
    person: int | None = None
    more: list[Candidate] = field(default_factory=list)

    def known(self, **changes: Any) -> None:
        """Changes what the school has of the person."""
        self.one = replace(self.one, known=replace(self.one.known, **changes))

    def named(self, **parts: str) -> None:
        self.known(name=self.one.known.name.model_copy(update=parts))


Fault = Callable[[random.Random, Draft, Sequence[Family]], None]


def cases(seed: int, count: int) -> list[Case]:
    """Makes cases of all kinds by their shares, each with all people of the school whom a look-up would bring."""
    chance = random.Random(seed)
    school = families(chance, 300)
    kinds = chance.choices(list(KINDS), weights=[share for share, _ in KINDS.values()], k=count)
    return [_case(chance, kind, school) for kind in kinds]


def families(chance: random.Random, count: int) -> list[Family]:
    """Makes families, of whom many are called alike."""
    made = []
    for child in range(1, 3 * count, 3):
        root = chance.choice(FAMILIES)
        mother = Name(family=f"{root}а", given=chance.choice(WOMEN), middle=f"{chance.choice(OF_FATHERS)}на")
        father = Name(family=root, given=chance.choice(MEN), middle=f"{chance.choice(OF_FATHERS)}ич")
        child_name = Name(family=root, given=chance.choice(MEN))
        made.append(Family(_adult(child + 1, mother, child), _adult(child + 2, father, child), child, child_name))
    return made


def _adult(person: int, name: Name, child: int) -> Candidate:
    return Candidate(
        Known(person, name, (f"p{person}@mail.example",), (f"+7 916 {person:07d}",), children=frozenset({child})),
        school=1,
        roles=frozenset({Role.GUARDIAN}),
        follows=(Following(child, is_open=True),),
        sign_in=SignInFacts(TODAY - timedelta(days=10), "password"),
        invitation=InvitationFacts(TODAY - timedelta(days=12), used=TODAY - timedelta(days=10)),
    )


def _case(chance: random.Random, kind: str, school: Sequence[Family]) -> Case:
    family = chance.choice(school)
    one = chance.choice([family.mother, family.father])
    by_provider = chance.random() < 0.4
    said = Said(_written(chance, one.known.name), one.known.emails, one.known.phones if by_provider else ())
    sees = chance.choice([Sees.WRONG, Sees.NOT_ENOUGH])
    draft = Draft(one, said, by_provider, sees, family.child_name, [family.child], person=one.known.person)
    KINDS[kind][1](chance, draft, school)
    family_name = one.known.name.family
    others = [
        adult
        for it in school
        for adult in (it.mother, it.father)
        if adult.known.person != one.known.person
        and (it.child in (family.child, *draft.students) or adult.known.name.family == family_name)
    ]
    people = [draft.one, *others, *draft.more]
    chance.shuffle(people)
    claimed = Claimed(Who.GUARDIAN, draft.said.name, draft.child, "5А", draft.sees)
    evidence = Evidence(draft.said, draft.by_provider)
    return Case(kind, evidence, claimed, people, dict.fromkeys(draft.students, 1), draft.cause, draft.person)


def _written(chance: random.Random, name: Name) -> Name:
    """Returns the name as somebody may write it."""

    def one(part: str) -> str:
        spellings = [part, part, part.upper(), part.lower(), f" {part} ", part.replace("ё", "е"), part.translate(LATIN)]
        return chance.choice(spellings)

    return Name(family=one(name.family), given=one(name.given), middle=one(name.middle))


def _nothing(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    """Leaves everything as it should be."""


def _number_with_8(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    digits = draft.one.known.phones[0].replace(" ", "")
    draft.by_provider = True
    draft.said = replace(draft.said, emails=("another@mail.example",), phones=(f"8 ({digits[2:5]}) {digits[5:]}",))


def _uninvited(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    draft.cause, draft.sees = Cause.UNINVITED, chance.choice([Sees.UNINVITED, Sees.WRONG])
    draft.one = replace(draft.one, sign_in=None, invitation=None)


def _another_address(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    draft.cause, draft.by_provider = Cause.CONTACT, chance.random() < 0.7
    draft.said = replace(draft.said, emails=("new@mail.example",), phones=())


def _misspelt(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    draft.cause = Cause.LETTER
    family = draft.one.known.name.family
    place = chance.randrange(1, len(family) - 1)
    letter = chance.choice([sign for sign in "аиоукпрст" if sign != family[place].lower()])
    draft.named(family=family[:place] + letter + family[place + 1 :])


def _without_patronymic(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    draft.cause = Cause.PATRONYMIC
    draft.named(middle="")


def _look_alike(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    draft.cause = Cause.LATIN
    draft.named(middle=draft.one.known.name.middle[:-1] + draft.one.known.name.middle[-1:].replace("а", "a"))
    draft.named(family=draft.one.known.name.family.replace("о", "o").replace("е", "e").replace("а", "a"))
    draft.named(given=draft.one.known.name.given.replace("е", "e").replace("а", "a").replace("р", "p"))


def _double(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    draft.cause, draft.sees = Cause.SECOND, chance.choice([Sees.NO_CHILD, Sees.WRONG])
    second = replace(draft.one.known, person=100_000, emails=("new@mail.example",), phones=(), children=frozenset())
    draft.said = replace(draft.said, emails=second.emails, phones=())
    draft.more = [replace(draft.one, known=second, follows=(), sign_in=SignInFacts(TODAY, "provider"))]
    draft.person = second.person


def _wrong_child(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    draft.cause = Cause.WAITING
    other = chance.choice([it for it in school if it.child not in draft.students])
    draft.child, draft.students = other.child_name, [other.child] if chance.random() < 0.7 else []


def _ended(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    draft.cause = Cause.ENDED
    over = Following(draft.students[0], is_open=False, until_day=date(2026, 5, 31))
    draft.one = chance.choice(
        [
            replace(draft.one, follows=(over,)),
            replace(draft.one, roles=frozenset(), follows=(), until_day=date(2026, 5, 31)),
        ]
    )


def _restricted(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    draft.cause = Cause.RESTRICTED
    draft.one = replace(draft.one, follows=(Following(draft.students[0], is_open=False, restricted=True),))


def _used(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    draft.cause, draft.sees = Cause.USED, chance.choice([Sees.NO_LINK, Sees.UNINVITED])


def _number_unsaid(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    draft.cause, draft.by_provider = Cause.MISSING, True
    draft.said = replace(draft.said, emails=(), phones=())
    draft.known(emails=())


def _old_link(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    draft.cause, draft.sees = Cause.OLD_LINK, Sees.NO_LINK
    draft.one = replace(draft.one, sign_in=None, invitation=InvitationFacts(date(2026, 8, 1)))


def _network(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    draft.cause, draft.sees = Cause.NETWORK, Sees.WHITE


def _shared(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    draft.cause = Cause.SHARED
    draft.said = replace(draft.said, phones=())
    others = [it.mother for it in school if it.child not in draft.students][:2]
    draft.more = [
        replace(it, known=replace(it.known, emails=draft.one.known.emails, person=200_000 + it.known.person))
        for it in others
    ]


def _stranger(chance: random.Random, draft: Draft, school: Sequence[Family]) -> None:
    """Makes somebody who is no parent there; to one of them the child and a parent's name are known."""
    draft.by_provider, draft.person = False, None
    invented = Name(family="Незнакомцев", given="Игорь", middle="Тихонович")
    name = chance.choice([invented, draft.said.name])
    draft.cause = Cause.STRANGER if name is invented else Cause.CONTACT
    draft.said = Said(name, emails=("stranger@else.example",))


KINDS: dict[str, tuple[int, Fault]] = {
    "fine": (30, _nothing),
    "number with 8": (8, _number_with_8),
    "uninvited": (8, _uninvited),
    "another address": (3, _another_address),
    "letter": (5, _misspelt),
    "patronymic": (2, _without_patronymic),
    "look-alike": (1, _look_alike),
    "double": (2, _double),
    "wrong child": (6, _wrong_child),
    "ended": (6, _ended),
    "restricted": (5, _restricted),
    "used": (5, _used),
    "number unsaid": (4, _number_unsaid),
    "old link": (4, _old_link),
    "network": (3, _network),
    "shared": (3, _shared),
    "stranger": (5, _stranger),
}
"""Kinds of cases: how many of a hundred, and what is wrong."""
