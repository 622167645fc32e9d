"""Content for the school's own gateway: the addressee, and no more than anybody may read."""

from channels.notices.dispatching import Letter, NoteLetter
from handlers.letters.addresses import LetterAddresses
from handlers.letters.words import TRIED, discreet
from realtime.carriers.webhook import Ring


def tried_ring(letter: NoteLetter, public_url: str, addresses: LetterAddresses) -> Ring:
    return Ring(
        id=addresses.opaque("dispatch", letter.dispatch.id),
        type="notice.tried",
        timestamp=letter.dispatch.made_at,
        data={
            "phone": letter.note.address,
            "language": letter.note.language,
            "urgent": False,
            "text": f"{TRIED[letter.note.language]}. {public_url}",
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
