"""Post of the school: lets postmen sort, take and record dispatches, in the words of their addressees."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from channels.notices import acknowledgements, dispatching
from channels.notices.delivery import Delivery, End, Live, Outcome
from channels.notices.dispatching import Letter, NoteLetter
from channels.notices.ports import Claimed
from channels.notices.preferences import CarrierName
from channels.notices.quiet import Window
from channels.store import Desk
from handlers.letters.addresses import LetterAddresses
from handlers.letters.mail import MailWriter
from handlers.letters.push import push, tried_push
from handlers.letters.ring import note_ring, ring

log = logging.getLogger("zvonok")


@dataclass
class SchoolPost:
    """`channels.notices.delivery.Post`. `law`: times of the day between which it is quiet for everybody."""

    desk: Desk
    live: Live
    addresses: LetterAddresses
    mails: MailWriter
    law: Window | None
    carriers: frozenset[CarrierName]
    _carried: dict[int, Claimed] = field(default_factory=dict)

    async def resolve(self) -> bool:
        more = await dispatching.sort(self.desk, self.live, self.law, self.carriers)
        return await acknowledgements.escalate(self.desk, self.law, self.carriers) or more

    async def take(self, carrier: str, limit: int) -> Sequence[Delivery[Any]]:
        letters = await dispatching.take(self.desk, CarrierName(carrier), limit)
        deliveries = []
        for letter in letters:
            try:
                content = self._content(letter)
            except ValueError as error:
                log.warning("a letter cannot be written: %s", error)
                unwritable = Outcome(End.REFUSED, "cannot be written")
                await dispatching.conclude(self.desk, [(letter.dispatch, unwritable)])
                continue
            self._carried[letter.dispatch.id] = letter.dispatch
            deliveries.append(Delivery(letter.dispatch.id, letter.dispatch.attempt, content))
            await asyncio.sleep(0)  # writing takes a millisecond: lets other tasks of this process run in between
        return deliveries

    def _content(self, letter: Letter | NoteLetter) -> Any:
        match letter, letter.dispatch.carrier:
            case NoteLetter(), CarrierName.PUSH:
                return tried_push(letter)
            case NoteLetter(), CarrierName.WEBHOOK:
                return note_ring(letter, self.mails.public_url, self.addresses, self.desk.clock.now())
            case NoteLetter(), _:
                return self.mails.write_note(letter)
            case _, CarrierName.PUSH:
                return push(letter, self.addresses)
            case _, CarrierName.WEBHOOK:
                return ring(letter, self.mails.public_url, self.addresses)
            case _:
                return self.mails.write(letter)

    async def tell(self, carrier: str, outcomes: Sequence[tuple[Delivery[Any], Outcome]]) -> None:
        await dispatching.conclude(self.desk, [(self._carried[delivery.id], outcome) for delivery, outcome in outcomes])
        for delivery, _ in outcomes:
            self._carried.pop(delivery.id, None)
