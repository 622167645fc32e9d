"""Inputs of guardians who trust somebody, and of the school that sets how long they may object."""

from typing import Annotated

from pydantic import Field, StringConstraints

from channels.trust.life import Service
from channels.types import NO_CONTROLS, AskedDay, Id, Input

Services = Annotated[list[Annotated[Service, Field(strict=False)]], Field(min_length=1, max_length=4)]
FAMILY = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=NO_CONTROLS)]
Hours = Annotated[int, Field(ge=0, le=24)]


class NewTrust(Input):
    """Offer of a guardian to somebody, by family name and mobile. `until_day`: the first day without it."""

    student: Id
    family: FAMILY
    phone: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=NO_CONTROLS)]
    services: Services
    until_day: AskedDay


class ChangedTrust(Input):
    """Terms of a trust from now on."""

    services: Services
    until_day: AskedDay


class NewTrustDelay(Input):
    """Hours before a trust opens: of somebody new to the school, and of whom it knows."""

    stranger_hours: Hours
    known_hours: Hours
