"""Trusts as their givers, the rest of the family, and trusted persons see them."""

from datetime import date
from typing import Literal

from pydantic import Field

from channels.people import ClassRef, Name, PersonRef
from channels.trust.life import Ending, Service, Stage
from channels.types import Id, Moment, Shape

TrustAct = Literal["accept", "end", "change", "refuse_more", "take_back"]


class Relative(Shape):
    """Member of a child's family."""

    person: PersonRef
    relation: str


class MoreToCome(Shape):
    """Terms of a trust from `opens_at` on, unless somebody of the family refuses. `by`: who said so."""

    services: list[Service]
    until_day: date
    opens_at: Moment
    by: Name


class OneTrust(Shape):
    """A trust. `until_day` is the first day without it.

    `giver` and `child` are shortened for who has not accepted it. `name`: of the trusted person, once accepted;
    `phone` as it was typed, and masked for the trusted person. `delay_hours`: between acceptance and opening.
    `may`: what the reader may do now. `mine`: the reader is the trusted person.
    """

    id: Id
    school: str
    zone: str
    student: Id
    child: Name
    class_: ClassRef | None = Field(alias="class")
    giver: Name
    relation: str
    family: str
    phone: str
    name: Name | None
    services: list[Service]
    until_day: date
    stage: Stage
    offered_at: Moment
    expires_at: Moment
    accepted_at: Moment | None
    opens_at: Moment | None
    delay_hours: int
    more: MoreToCome | None
    ended_at: Moment | None
    ended_by: Name | None
    ending: Ending | None
    ends_soon: bool
    told: list[Relative]
    may: list[TrustAct]
    given: bool
    mine: bool


class TrustingChild(Shape):
    """A child for whom the reader may trust somebody: with what, and who of the family will be told."""

    child: PersonRef
    class_: ClassRef | None = Field(alias="class")
    school: Id
    services: list[Service]
    told: list[Relative]
    today: date
    latest_day: date
    stranger_hours: int
    known_hours: int


class Trusts(Shape):
    """Trusts of one's children and those in oneself, those that hold first, each newest first."""

    trusts: list[OneTrust]
    children: list[TrustingChild]


class TrustDelay(Shape):
    stranger_hours: int
    known_hours: int
