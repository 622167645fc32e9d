"""Words that every note is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoteWords:
    """Words of a note. `act` is the label of the button that leads to `path`."""

    subject: str
    text: str
    act: str = ""
    path: str = ""
