"""What the school's own gateway is told: whom to reach, and how little may be said where anybody can read it."""

from typing import Any

from channels.notices.sorting import Letter
from handlers.letters.words import discreet


def ring(letter: Letter, public_url: str) -> dict[str, Any]:
    """The data of a call to the gateway (docs/howto/receive_notices_by_webhook.md)."""
    notice, _ = letter.items[0]
    return {
        "phone": letter.to.phone,
        "language": letter.to.language,
        "kind": notice.kind.value,
        "urgent": notice.urgent,
        "text": f"{discreet(notice.kind, letter.to.language, urgent=notice.urgent)}. {public_url}",
    }
