"""Words of errors for people, in Russian and English: first what happened, then what to do."""

from typing import Literal

from handlers.wording import basics, consents, register, school, talk, timetable

Language = Literal["ru", "en"]

WORDING: dict[str, tuple[str, str, str, str]] = {
    **basics.WORDING,
    **talk.WORDING,
    **school.WORDING,
    **timetable.WORDING,
    **register.WORDING,
    **consents.WORDING,
}


def wording(code: str, language: Language) -> tuple[str, str]:
    """Returns title and advice."""
    ru_title, ru_detail, en_title, en_detail = WORDING[code]
    return (ru_title, ru_detail) if language == "ru" else (en_title, en_detail)


def language_of(accept_language: str) -> Language:
    """Returns the language asked for first; Russian by default."""
    ranked = []
    for n, part in enumerate(accept_language.split(",")[:20]):
        tag, _, quality = part.strip().partition(";q=")
        try:
            ranked.append((-float(quality or 1), n, tag[:2].lower()))
        except ValueError:
            continue
    for _, _, tag in sorted(ranked):
        if tag == "en":
            return "en"
        if tag == "ru":
            return "ru"
    return "ru"
