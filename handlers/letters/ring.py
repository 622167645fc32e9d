"""Content for the school's own gateway: the addressee, and no more than anybody may read.

A message that lets somebody in holds what opens: the gateway has it to bring it on, and nobody else.
"""

from collections.abc import Callable
from datetime import date, datetime

from channels.notices.dispatching import Letter, NoteLetter
from channels.notices.ports import Note, NoteKind
from handlers.letters.addresses import LetterAddresses
from handlers.letters.words import TRIED, discreet
from realtime.carriers.webhook import Ring


def note_ring(letter: NoteLetter, public_url: str, addresses: LetterAddresses, now: datetime) -> Ring:
    """Returns the message of a note. Raises ValueError for one that no gateway carries, and for a code of the past."""
    note = letter.note
    if note.kind not in _NOTES:
        raise ValueError(f"{note.kind} goes by mail")
    if note.kind is NoteKind.TELEPHONE_CODE and now >= datetime.fromisoformat(note.about["until"]):
        raise ValueError("the time of a code is over")
    type_, text = _NOTES[note.kind]
    return Ring(
        id=addresses.opaque("dispatch", letter.dispatch.id),
        type=type_,
        timestamp=letter.dispatch.made_at,
        data={
            "phone": note.address,
            "language": note.language,
            "urgent": note.kind is NoteKind.TELEPHONE_CODE,
            "text": text(note, public_url),
        },
    )


def ring(letter: Letter, public_url: str, addresses: LetterAddresses) -> Ring:
    """Returns the message for the gateway, as described in docs/howto/receive_notices_by_webhook.md."""
    notice, _ = letter.items[0]
    return Ring(
        id=addresses.opaque("dispatch", letter.dispatch.id),
        type=f"notice.{notice.kind.value}",
        timestamp=notice.published_at,
        data={
            "phone": letter.to.phone,
            "language": letter.to.language,
            "urgent": notice.urgent,
            "text": f"{discreet(notice.kind, letter.to.language, urgent=notice.urgent)}. {public_url}",
        },
    )


def _tried(note: Note, public_url: str) -> str:
    return f"{TRIED[note.language]}. {public_url}"


def _invitation(note: Note, public_url: str) -> str:
    """Returns the words of an invitation: initials say whose it is where a family shares one telephone."""
    about, link = note.about, f"{public_url}/in#{note.about['token']}"
    until = date.fromisoformat(about["until"])
    if note.language == "ru":
        return f"{about['school']}: вход в дневник. Для: {about['initials']} До {until:%d.%m.%Y}: {link}"
    return f"{about['school']}: your way into the diary. For: {about['initials']} Until {until.isoformat()}: {link}"


def _code(note: Note, public_url: str) -> str:
    about = note.about
    code = f"{about['token'][:3]} {about['token'][3:]}"
    if note.language == "ru":
        return f"{about['school']}: код {code}, для: {about['initials']} Действует 10 минут. Никому его не говорите."
    return f"{about['school']}: code {code}, for: {about['initials']} Good for 10 minutes. Tell it to nobody."


_NOTES: dict[NoteKind, tuple[str, Callable[[Note, str], str]]] = {
    NoteKind.TRIED: ("notice.tried", _tried),
    NoteKind.INVITATION: ("invitation", _invitation),
    NoteKind.TELEPHONE_CODE: ("code", _code),
}
