"""Inputs of who publishes texts, and of who answers them."""

from typing import Annotated

from pydantic import Field, StringConstraints

from channels.consents.model import AskedRole
from channels.types import NO_CONTROLS, Id, Input

TITLE, WORDS = 120, 20_000  # characters

VersionNumber = Annotated[int, Field(ge=1, le=100_000)]


class WrittenText(Input):
    """A text in one language: plain, with its line breaks."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TITLE, pattern=NO_CONTROLS)]
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=WORDS, pattern=NO_CONTROLS)]


class NewVersion(Input):
    """A version of a text. `required`: people are asked until they answer."""

    required: bool
    ru: WrittenText
    en: WrittenText | None = None


class NewConsentText(NewVersion):
    role: AskedRole


class NextVersion(NewVersion):
    """A version after `after`, which its author has seen as the present one."""

    after: VersionNumber


class TextsAsked(Input):
    """`last`: the id of the last text that one has."""

    last: Id | None = None


class SaidConsent(Input):
    """Answer to a version of a text, for a child or for oneself."""

    text: Id
    version: VersionNumber
    student: Id | None = None
    agreed: bool
