"""Ends mails of one kind, by the link in a mail."""

from channels.errors import Codes, Refusal
from channels.notices.preferences import NEVER_SILENT, NoticeKind
from channels.store import Desk


async def unsubscribe(desk: Desk, person: int, kind: NoticeKind | None) -> None:
    """Ends mails of this kind; with None, digests. A repetition changes nothing.

    Raises NOT_FOUND for a kind that is always told: no mail has such a link.
    """
    if kind in NEVER_SILENT:
        raise Refusal(Codes.NOT_FOUND)
    async with desk.store.begin() as tx:
        await tx.post.no_mail(person, kind)
