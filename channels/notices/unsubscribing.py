"""By the link in a mail: no more of them."""

from channels.errors import Codes, Refusal
from channels.notices.preferences import NEVER_SILENT, NoticeKind
from channels.store import Desk


async def unsubscribe(desk: Desk, person: int, kind: NoticeKind | None) -> None:
    """No more mails of this kind; of none: no more digests. Twice changes nothing. Raises NOT_FOUND for a kind that
    is always told: no mail has such a link."""
    if kind in NEVER_SILENT:
        raise Refusal(Codes.NOT_FOUND)
    async with desk.store.begin() as tx:
        await tx.post.no_mail(person, kind)
