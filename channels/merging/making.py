"""Makes merges and undoes them: locks, looks again, moves, has rights read anew, and tells both addresses."""

from collections.abc import Sequence
from typing import Literal

from channels import zones
from channels.errors import Codes, Refusal
from channels.merging.model import KeptMerge, Side
from channels.merging.rules import problem_of
from channels.notices.ports import Note, NoteKind
from channels.publication import ChannelName
from channels.schools import ReadersChanged
from channels.store import Desk, Tx, not_found


async def sides_of(tx: Tx, one: int, other: int) -> tuple[Side, Side]:
    """Returns two people. Raises NOT_FOUND if one of them has left or there is none."""
    sides = await tx.merges.sides({one, other})
    if any(number not in sides or sides[number].ended for number in (one, other)):
        raise not_found()
    return sides[one], sides[other]


async def locked(tx: Tx, merge: int) -> KeptMerge:
    """Returns a merge that nobody else changes meanwhile, with its people. Raises NOT_FOUND."""
    kept = await tx.merges.find(merge)
    if kept is None:
        raise not_found()
    await tx.merges.lock({kept.survivor, kept.other})
    return kept


def require_open(desk: Desk, kept: KeptMerge) -> None:
    """Raises MERGE_OVER for a proposal that was answered, or whose time is over."""
    if not kept.is_open(desk.clock.now()):
        raise Refusal(Codes.MERGE_OVER)


async def make(desk: Desk, tx: Tx, kept: KeptMerge, by: int) -> Sequence[int]:
    """Merges, in a transaction that has locked both; returns the logins that ended.

    Raises NOT_FOUND, and what `rules.problem_of` finds now.
    """
    survivor, other = await sides_of(tx, kept.survivor, kept.other)
    problem = problem_of(survivor, other, kept.proof)
    if problem is not None:
        raise Refusal(problem)
    await _tell_both(desk, tx, NoteKind.MERGED, kept)
    before = await tx.register.channels_of([kept.survivor, kept.other], [])
    ended = await tx.merges.make(kept, by, desk.clock.now())
    await tx.audit.add(by, "make_merge", kept.id, "done", desk.clock.now())
    await _read_anew(tx, by, kept, before)
    return ended


async def undo(desk: Desk, tx: Tx, kept: KeptMerge, by: int) -> None:
    """Undoes a merge, in a transaction that has locked both. Raises MERGE_OVER if it cannot be undone any more."""
    if not kept.is_undoable(desk.clock.now()):
        raise Refusal(Codes.MERGE_OVER)
    before = await tx.register.channels_of([kept.survivor, kept.other], [])
    await tx.merges.undo(kept, by, desk.clock.now())
    await tx.audit.add(by, "undo_merge", kept.id, "done", desk.clock.now())
    await _read_anew(tx, by, kept, before)
    await _tell_both(desk, tx, NoteKind.MERGE_UNDONE, kept)


async def _read_anew(tx: Tx, by: int, kept: KeptMerge, before: Sequence[ChannelName]) -> None:
    """Has rights read anew wherever the two were read, before and after."""
    channels = {*before, *await tx.register.channels_of([kept.survivor, kept.other], [])}
    channels.add(ChannelName(f"person:{kept.survivor}"))
    await tx.append_all(by, [(one, ReadersChanged()) for one in sorted(channels)], changes_readers=True)


async def _tell_both(desk: Desk, tx: Tx, kind: NoteKind, kept: KeptMerge) -> None:
    """Mails what happened to the addresses of both that are known to be theirs: one mail if it is the same."""
    people = [kept.survivor, kept.other]
    now, mailed = desk.clock.now(), set[str]()
    for person, to in (await tx.post.correspondents(people)).items():
        if to.address is None or not to.confirmed or to.address.lower() in mailed:
            continue
        mailed.add(to.address.lower())
        await zones.read([to.zone])
        language: Literal["ru", "en"] = "en" if to.language == "en" else "ru"
        about = {"at": now.astimezone(zones.zone(to.zone)).isoformat(timespec="minutes")}
        await tx.notices.write(Note(kind, to.address, language, about, person=person), now)
