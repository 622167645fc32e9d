"""Facts of trusts: ids only; what they say is read with the rights of that moment."""

from enum import StrEnum
from typing import Literal

from channels.types import Fact, Id


class TrustNews(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    OPENED = "opened"
    CHANGED = "changed"  # less, or more to come
    GROWN = "grown"
    MORE_REFUSED = "more_refused"
    TAKEN_BACK = "taken_back"  # a refusal
    ENDS_SOON = "ends_soon"
    ENDED = "ended"


class TrustChanged(Fact):
    """Fact for the child's guardians and the trusted person. `by`: who did it, if anybody."""

    type: Literal["trust"] = "trust"
    trust: Id
    news: TrustNews
    by: Id | None
