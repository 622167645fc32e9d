"""Port of the register in storage. Every method runs inside the caller's transaction.

What ends is what was typed: no method touches a row of a roster. `day` is the first day without what ends, and `at`
the moment at which it ends, or None if that day is to come.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from channels.people import PersonRef
from channels.publication import ChannelName
from channels.register.inputs import (
    ClassFields,
    ClassRole,
    GivenRole,
    NewGuardian,
    PersonFields,
    Restriction,
    WantedPeople,
)
from channels.register.model import PeoplePage, RegisteredClass, RegisteredPerson


class RegisterStore(Protocol):
    async def people(self, school: int, wanted: WantedPeople, today: date) -> PeoplePage: ...

    async def person(self, school: int, person: int, today: date) -> RegisteredPerson | None:
        """Returns somebody who has or had a role at the school, or is named with a student of it; else None."""
        ...

    async def alike(self, school: int, asked: PersonFields, role: GivenRole, today: date) -> list[PersonRef]:
        """Returns who has that family name, given name and role at the school now or soon."""
        ...

    async def add_person(self, asked: PersonFields) -> int: ...

    async def correct_person(self, person: int, asked: PersonFields, revision: int) -> bool:
        """Replaces name and contacts. False if the person has another revision."""
        ...

    async def end_person(self, school: int, person: int, day: date, at: datetime) -> None:
        """Ends all that was typed of a person at the school, and the person if no other school has them."""
        ...

    async def return_person(self, person: int) -> None:
        """Brings back a typed person who had ended."""
        ...

    async def give_role(self, school: int, person: int, role: GivenRole, from_day: date) -> None: ...

    async def end_role(self, school: int, person: int, role: GivenRole, day: date, at: datetime | None) -> None: ...

    async def has_keeper(self, school: int, day: date, *, leadership: bool = False) -> bool:
        """True if somebody keeps the register on that day, or with `leadership` somebody leads the school."""
        ...

    async def join_class(self, class_: int, person: int, role: ClassRole, from_day: date, *, of_the_past: bool) -> None:
        """Puts somebody into a class, and a student into the courses that take it whole.

        `of_the_past`: that day is over, and the lessons since then count.
        """
        ...

    async def leave_class(self, class_: int, person: int, role: ClassRole, day: date, at: datetime | None) -> None: ...

    async def name_guardian(self, school: int, student: int, asked: NewGuardian, from_day: date, at: datetime) -> None:
        """Names a guardian of a student, or says anew how they stand, and gives the role that goes with it."""
        ...

    async def end_guardian(self, school: int, student: int, guardian: int, day: date, at: datetime | None) -> None:
        """Ends a guardian of a student, and the role that only went with it."""
        ...

    async def restrict_guardian(self, school: int, student: int, asked: Restriction, day: date, at: datetime) -> None:
        """Keeps an adult from a student, and ends the role that only went with following them."""
        ...

    async def lift_restriction(self, student: int, guardian: int, day: date, at: datetime) -> bool:
        """Lifts the restriction that was typed. False if there is none."""
        ...

    async def classes(self, school: int, today: date, *, ended: bool) -> list[RegisteredClass]:
        """Returns the classes by year and name, with those that have ended if they are wanted."""
        ...

    async def add_class(self, school: int, asked: ClassFields) -> int: ...

    async def correct_class(self, class_: int, asked: ClassFields, revision: int) -> bool:
        """Replaces name and year. False if the class has another revision."""
        ...

    async def set_profile(self, class_: int, profile: str, revision: int) -> bool:
        """Replaces the profile. False if the class has another revision."""
        ...

    async def courses_of_class(self, class_: int) -> list[str]:
        """Returns the titles of the courses that are held for the class."""
        ...

    async def end_class(self, class_: int, day: date, at: datetime) -> None:
        """Ends a class, and who was typed into it."""
        ...

    async def channels_of(self, people: Collection[int], classes: Collection[int]) -> list[ChannelName]:
        """Returns the channels whose readers may have changed with the ties of these people and classes."""
        ...
