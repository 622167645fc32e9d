"""Merging of sign-ins that are both one's own: shown by signing in to the other one as well."""

from collections.abc import Sequence

from channels.errors import Codes, Refusal
from channels.merging import making
from channels.merging.model import SHOWN_WITHIN, UNDONE_WITHIN, KeptMerge
from channels.merging.rules import problem_of
from channels.merging.shapes import MergePreview, MyMerge, MyMerges
from channels.merging.showing import preview
from channels.store import Desk, Tx, not_found


async def show(desk: Desk, person: int, other: int) -> MergePreview:
    """Returns what joins if somebody who has shown the other sign-in merges it into their own.

    It can be joined for `SHOWN_WITHIN`, if nothing is in the way. Raises NOT_FOUND, and MERGE_SAME for the same one.
    """
    if person == other:
        raise Refusal(Codes.MERGE_SAME)
    async with desk.store.begin() as tx:
        survivor, leads = await making.sides_of(tx, person, other)
        problem = problem_of(survivor, leads, "sign_ins")
        merge, now = None, desk.clock.now()
        if problem is None:
            merge = await tx.merges.propose(person, other, "sign_ins", None, person, now, now + SHOWN_WITHIN)
        outcome = "done" if problem is None else problem.name
        await tx.audit.add(person, "show_other_sign_in", other, outcome, now)
        return preview(survivor, leads, problem, merge=merge)


async def join(desk: Desk, person: int, merge: int) -> Sequence[int]:
    """Merges the sign-in that was shown; returns the logins that ended. Raises NOT_FOUND, MERGE_OVER and problems."""
    async with desk.store.begin() as tx:
        kept = await _own(tx, person, merge)
        making.require_open(desk, kept)
        ended = await making.make(desk, tx, kept, person)
    desk.publisher.publish(tx.appended)
    return ended


async def undo(desk: Desk, person: int, merge: int) -> None:
    """Undoes a merge into oneself, whoever has made it. Raises NOT_FOUND and MERGE_OVER."""
    async with desk.store.begin() as tx:
        kept = await making.locked(tx, merge)
        if kept.survivor != person or kept.merged_at is None:
            raise not_found()
        await making.undo(desk, tx, kept, person)
    desk.publisher.publish(tx.appended)


async def my_merges(desk: Desk, person: int) -> MyMerges:
    """Returns the merges into oneself that can be undone."""
    async with desk.store.read() as tx:
        now = desk.clock.now()
        kept = await tx.merges.of_person(person, now - UNDONE_WITHIN)
        sides = await tx.merges.sides({one.other for one in kept})
        return MyMerges(
            merges=[
                MyMerge(
                    merge=one.id,
                    other=sides[one.other].person,
                    login=sides[one.other].login,
                    merged_at=one.merged_at,
                    undone_until=one.merged_at + UNDONE_WITHIN,
                )
                for one in kept
                if one.merged_at is not None
            ]
        )


async def _own(tx: Tx, person: int, merge: int) -> KeptMerge:
    kept = await making.locked(tx, merge)
    if kept.proposed_by != person or kept.proof != "sign_ins":
        raise not_found()
    return kept
