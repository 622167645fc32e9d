"""One slip, as it is to be printed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class SlipFor(StrEnum):
    STUDENT = "student"
    ADULT = "adult"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Slip:
    """An invitation on paper. The code comes in groups as it is printed (`4GQ7-9KXM-2T0C`), the link whole, with its
    token."""

    number: str  # within its sheet: 5А-01
    kind: SlipFor
    school: str
    class_name: str  # whose sheet it is on; empty for staff
    name: str  # family, given and middle
    children: Sequence[str]  # initials of whom an adult follows: А. С.
    code: str = field(repr=False)
    link: str = field(repr=False)
    last_day: date  # on which the invitation is still good
