"""Content of a push: a number, with which the browser asks for the words with the person's own rights."""

import json

from channels.notices.dispatching import Letter, NoteLetter
from channels.notices.preferences import NoticeKind
from handlers.letters.addresses import LetterAddresses
from handlers.letters.words import TRIED
from realtime.carriers.webpush import Push

_OF_CHATS = frozenset({NoticeKind.MESSAGE, NoticeKind.MENTION})


def tried_push(letter: NoteLetter) -> Push:
    """Returns the push of a note. Raises ValueError if the browser has been forgotten since."""
    if letter.endpoint is None:
        raise ValueError("no such browser")
    endpoint = letter.endpoint
    title = TRIED[letter.note.language]
    return Push(endpoint.url, endpoint.p256dh, endpoint.auth, json.dumps({"tried": title}), urgent=False, topic=None)


def push(letter: Letter, addresses: LetterAddresses) -> Push:
    notice, _ = letter.items[0]
    assert letter.endpoint is not None
    return Push(
        url=letter.endpoint.url,
        p256dh=letter.endpoint.p256dh,
        auth=letter.endpoint.auth,
        payload=json.dumps({"notice": str(notice.id)}),
        urgent=notice.urgent or notice.kind is NoticeKind.ABSENCE,
        topic=addresses.opaque("topic", notice.channel, letter.to.person) if notice.kind in _OF_CHATS else None,
    )
