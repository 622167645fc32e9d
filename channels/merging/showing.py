"""Shows what a merge would join, to who may see it."""

from collections.abc import Collection

from channels.errors import Code
from channels.merging.model import Side
from channels.merging.shapes import MergedChild, MergePreview, MergeSide
from channels.people import RoleAt


def preview(
    survivor: Side,
    other: Side,
    problem: Code | None,
    *,
    merge: int | None = None,
    at: Collection[int] | None = None,
    needs_other_school: bool = False,
) -> MergePreview:
    """Returns the preview; `at`: only what is of these schools, None for everything."""
    return MergePreview(
        merge=merge,
        survivor=_side(survivor, at),
        other=_side(other, at),
        problem=None if problem is None else problem.name,
        needs_other_school=needs_other_school,
    )


def _side(side: Side, at: Collection[int] | None) -> MergeSide:
    def here(school: int) -> bool:
        return at is None or school in at

    kept_from = side.kept_from()
    children = {
        one.student: one.name
        for one in side.follows
        if one.student not in kept_from and (at is None or any(map(here, one.schools)))
    }
    return MergeSide(
        person=side.person,
        login=side.login if at is None or side.places <= frozenset(at) else None,
        schools=[school for school in side.schools if here(school.id)],
        roles=[RoleAt(role=role, school=school) for role, school in sorted(side.roles) if here(school)],
        children=[MergedChild(id=number, name=name) for number, name in sorted(children.items())],
        groups=[title for school, title in side.groups if here(school)],
        chats=side.chats if at is None else 0,
        consents=side.consents if at is None else 0,
        elsewhere=at is not None and not side.places <= frozenset(at),
    )
