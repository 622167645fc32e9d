"""Mail about a sign-in on a device that was not known: its owner learns of it, and so does who is not."""

from typing import Literal

from channels import zones
from channels.notices.ports import Note, NoteKind
from channels.store import Desk


async def tell_new_device(desk: Desk, person: int, system: str, browser: str) -> None:
    """Mails somebody that they have signed in with this `system` and `browser`, either empty if unknown.

    Only to an address that is known to be theirs: others would learn when somebody comes and goes.
    """
    async with desk.store.begin() as tx:
        to = (await tx.post.correspondents([person]))[person]
        if to.address is None or not to.confirmed:
            return
        await zones.read([to.zone])
        now = desk.clock.now()
        at = now.astimezone(zones.zone(to.zone)).isoformat(timespec="minutes")
        language: Literal["ru", "en"] = "en" if to.language == "en" else "ru"
        about = {"at": at, "system": system, "browser": browser}
        await tx.notices.write(Note(NoteKind.NEW_DEVICE, to.address, language, about, person=person), now)
