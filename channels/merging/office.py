"""Merging by offices: one person proposes, another one confirms, and each school of the two has its say."""

from collections.abc import Sequence

from channels import policy
from channels.errors import Codes, Refusal
from channels.merging import making
from channels.merging.inputs import ChosenPair
from channels.merging.model import CONFIRMED_WITHIN, UNDONE_WITHIN, KeptMerge, Side
from channels.merging.rules import in_order, places_of, problem_of
from channels.merging.shapes import MergePreview, SchoolMerge, SchoolMerges
from channels.merging.showing import preview
from channels.people import Viewer
from channels.store import Desk, Tx, not_found, viewer_of


async def preview_merge(desk: Desk, person: int, school: int, asked: ChosenPair) -> MergePreview:
    """Returns what a merge of two would join at this school, and what is in the way.

    Raises NOT_FOUND for who may not propose it.
    """
    async with desk.store.read() as tx:
        viewer = await viewer_of(tx, person)
        survivor, other = await _chosen(desk, tx, viewer, school, asked)
        needs = not places_of(survivor, other) <= await _covered(desk, tx, viewer, survivor, other)
        return preview(survivor, other, problem_of(survivor, other, "office"), at=[school], needs_other_school=needs)


async def propose_merge(desk: Desk, person: int, school: int, asked: ChosenPair) -> SchoolMerges:
    """Proposes that two are one, maybe as an import has supposed; another person confirms it.

    Raises NOT_FOUND, and what is in the way.
    """
    async with desk.store.begin() as tx:
        viewer = await viewer_of(tx, person)
        survivor, other = await _chosen(desk, tx, viewer, school, asked)
        if (problem := problem_of(survivor, other, "office")) is not None:
            raise Refusal(problem)
        now = desk.clock.now()
        merge = await tx.merges.propose(survivor.id, other.id, "office", school, person, now, now + CONFIRMED_WITHIN)
        await tx.audit.add(person, "propose_merge", merge, "done", now)
        return await _listed(desk, tx, viewer, school)


async def confirm_merge(desk: Desk, person: int, school: int, merge: int) -> tuple[SchoolMerges, Sequence[int]]:
    """Makes a merge that somebody else has proposed; returns the list, and the logins that ended.

    Raises NOT_FOUND for who may not say so, MERGE_NEEDS_ANOTHER for who has proposed it and where only an import has,
    MERGE_NEEDS_BOTH_SCHOOLS if a school of theirs has not had its say, MERGE_OVER, and what is in the way.
    """
    async with desk.store.begin() as tx:
        viewer, kept = await _seen(desk, tx, person, school, merge)
        making.require_open(desk, kept)
        if kept.proposed_by is None or not policy.confirms_merge(viewer, kept.proposed_by, (kept.survivor, kept.other)):
            raise Refusal(Codes.MERGE_NEEDS_ANOTHER)
        survivor, other = await making.sides_of(tx, kept.survivor, kept.other)
        proposer = await viewer_of(tx, kept.proposed_by)
        proposed_for = await _covered(desk, tx, proposer, survivor, other)
        if kept.school not in proposed_for:
            raise Refusal(Codes.MERGE_OVER)  # who has proposed it could not do so any more
        if not places_of(survivor, other) <= proposed_for | await _covered(desk, tx, viewer, survivor, other):
            raise Refusal(Codes.MERGE_NEEDS_BOTH_SCHOOLS)
        ended = await making.make(desk, tx, kept, person)
        answer = await _listed(desk, tx, viewer, school)
    desk.publisher.publish(tx.appended)
    return answer, ended


async def decline_merge(desk: Desk, person: int, school: int, merge: int) -> SchoolMerges:
    """Ends a proposal, one's own as well. Raises NOT_FOUND and MERGE_OVER."""
    async with desk.store.begin() as tx:
        viewer, kept = await _seen(desk, tx, person, school, merge)
        making.require_open(desk, kept)
        now = desk.clock.now()
        await tx.merges.decline(kept.id, person, now)
        await tx.audit.add(person, "decline_merge", kept.id, "done", now)
        return await _listed(desk, tx, viewer, school)


async def undo_merge(desk: Desk, person: int, school: int, merge: int) -> SchoolMerges:
    """Undoes a merge of people of the school. Raises NOT_FOUND and MERGE_OVER."""
    async with desk.store.begin() as tx:
        viewer, kept = await _seen(desk, tx, person, school, merge)
        await making.undo(desk, tx, kept, person)
        answer = await _listed(desk, tx, viewer, school)
    desk.publisher.publish(tx.appended)
    return answer


async def merges(desk: Desk, person: int, school: int) -> SchoolMerges:
    """Returns proposals that wait, and merges that can be undone. Raises NOT_FOUND for who keeps no register."""
    async with desk.store.read() as tx:
        viewer = await viewer_of(tx, person)
        if not policy.keeps_register(viewer, school):
            raise not_found()
        return await _listed(desk, tx, viewer, school)


async def _chosen(desk: Desk, tx: Tx, viewer: Viewer, school: int, asked: ChosenPair) -> tuple[Side, Side]:
    """Returns who would stay and who would lead there. Raises NOT_FOUND for those whom the viewer may not merge.

    Both are people of the school; of another one only who a case of this school names with them.
    """
    if not policy.keeps_register(viewer, school) or asked.person == asked.other:
        raise not_found()
    pair = await making.sides_of(tx, asked.person, asked.other)
    if school not in await _covered(desk, tx, viewer, *pair):
        raise not_found()
    if not all(school in side.places for side in pair):
        case = None if asked.case is None else await tx.sign_in_cases.find(asked.case)
        told = None if case is None or case.school != school else case.diagnosis
        if told is None or {told.person, told.other} != {asked.person, asked.other}:
            raise not_found()
    return in_order(*pair)


async def _covered(desk: Desk, tx: Tx, viewer: Viewer, one: Side, other: Side) -> frozenset[int]:
    """Returns the schools of the two for which the viewer may say that they are one."""
    roles, found = one.roles | other.roles, set[int]()
    for school in places_of(one, other):
        today = await tx.schools.day(school, desk.clock.now())
        led = await tx.register.has_keeper(school, today, leadership=True)
        if policy.merges_at(viewer, school, (one.id, other.id), roles, led=led):
            found.add(school)
    return frozenset(found)


async def _seen(desk: Desk, tx: Tx, person: int, school: int, merge: int) -> tuple[Viewer, KeptMerge]:
    """Returns a merge that the viewer may answer for the school. Raises NOT_FOUND."""
    viewer = await viewer_of(tx, person)
    if not policy.keeps_register(viewer, school):
        raise not_found()
    kept = await making.locked(tx, merge)
    sides = await tx.merges.sides({kept.survivor, kept.other})
    if kept.proof == "sign_ins" and kept.merged_at is None:
        raise not_found()
    if school not in await _covered(desk, tx, viewer, sides[kept.survivor], sides[kept.other]):
        raise not_found()
    return viewer, kept


async def _listed(desk: Desk, tx: Tx, viewer: Viewer, school: int) -> SchoolMerges:
    now = desk.clock.now()
    kept = await tx.merges.of_school(school, now - UNDONE_WITHIN, now)
    people = {number for one in kept for number in (one.survivor, one.other)}
    sides = await tx.merges.sides(people)
    shown = []
    for one in kept:
        survivor, other = sides[one.survivor], sides[one.other]
        if school not in await _covered(desk, tx, viewer, survivor, other):
            continue
        shown.append(
            SchoolMerge(
                merge=one.id,
                survivor=survivor.person,
                other=other.person,
                proposed_by=None if one.proposed_by is None else await tx.people.ref(one.proposed_by),
                proposed_at=one.proposed_at,
                merged_at=one.merged_at,
                undone_until=None if one.merged_at is None else one.merged_at + UNDONE_WITHIN,
                mine=one.proposed_by == viewer.person,
                may_propose=one.proposed_by is None and school in survivor.places & other.places,
                may_confirm=one.merged_at is None
                and one.proposed_by is not None
                and policy.confirms_merge(viewer, one.proposed_by, (one.survivor, one.other)),
            )
        )
    return SchoolMerges(merges=shown)
