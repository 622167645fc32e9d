"""Tells everybody concerned what became of a trust, and has rights read anew."""

from collections.abc import Collection

from channels.notices.preferences import NoticeKind
from channels.publication import ChannelName
from channels.schools import ReadersChanged
from channels.store import Tx
from channels.trust.facts import TrustChanged, TrustNews
from channels.trust.life import Trust
from channels.trust.rights import Held
from channels.types import Fact


async def tell(
    tx: Tx,
    held: Held,
    news: TrustNews,
    by: int | None = None,
    *,
    noticed: Collection[int] | None = None,
    changes_rights: bool = False,
) -> None:
    """Publishes it for the giver, the family and the trusted person; those `noticed` are told of it if they are away.

    Nobody is noticed of what they did themselves. Without `noticed` everybody else is. With `changes_rights` open
    subscriptions of who has lost a right end before anything numbered later.
    """
    trust = held.trust
    people = {trust.giver, *held.rights.family}
    people |= {one for one in (trust.invitee, held.rights.addressed) if one is not None}
    fact = TrustChanged(trust=trust.id, news=news, by=by)
    personal: list[tuple[ChannelName, Fact]] = [(ChannelName(f"person:{one}"), fact) for one in sorted(people)]
    readers = await _of_readers(tx, trust) if changes_rights else []
    await tx.lock([name for name, _ in (*personal, *readers)])
    published = await tx.append_all(by, personal)
    away = (people if noticed is None else people & set(noticed)) - {by}
    told = [one for one in published if int(one.channel.partition(":")[2]) in away]
    if told:
        tx.notices.add(told, NoticeKind.TRUST)
    if readers:
        await tx.append_all(by, readers, changes_readers=True)


async def _of_readers(tx: Tx, trust: Trust) -> list[tuple[ChannelName, Fact]]:
    concerned = [trust.student] + ([] if trust.invitee is None else [trust.invitee])
    return [(name, ReadersChanged()) for name in sorted(await tx.register.channels_of(concerned, []))]
