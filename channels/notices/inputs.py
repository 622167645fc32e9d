"""Inputs of how people want to be told."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from channels.notices.preferences import CarrierName, Mode, NoticeKind
from channels.types import AskedDay, Id, Input

_ADDRESS = r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}$"
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254, pattern=_ADDRESS)]
"""A mail address in ASCII: few relays take more than that."""

Minute = Annotated[int, Field(ge=0, lt=24 * 60)]


class AskedQuiet(Input):
    begins: Minute
    ends: Minute


class NewSchoolQuiet(Input):
    """Quiet times of a school. Without `quiet` it has no hours of its own."""

    quiet: AskedQuiet | None
    weekend: bool = False
    closed: Annotated[list[AskedDay], Field(max_length=400)] = []


class NewNoticeSettings(Input):
    language: Literal["ru", "en"]
    zone: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = None
    quiet: AskedQuiet | None = None
    digest_hour: Annotated[int, Field(ge=0, le=23)] = 18
    digest_weekday: Annotated[int, Field(ge=0, le=6)] = 4


class NewModes(Input):
    kind: Annotated[NoticeKind, Field(strict=False)]
    push: Annotated[Mode, Field(strict=False)]
    mail: Annotated[Mode, Field(strict=False)]
    webhook: Annotated[Mode, Field(strict=False)] = Mode.OFF


class NewTry(Input):
    """Way by which to tell oneself something."""

    carrier: Annotated[CarrierName, Field(strict=False)] = CarrierName.MAIL


class NewBrowser(Input):
    """A browser's push registration, with the values of `PushSubscription.toJSON()`."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[!-~]+$")]
    p256dh: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9_=-]+$")]
    auth: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_=-]+$")]


class NewMailbox(Input):
    address: Address


class WantedTold(Input):
    before: Id | None = None
