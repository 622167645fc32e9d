"""Shapes of merges, as a client reads them."""

from channels.people import Name, PersonRef, RoleAt, SchoolRef
from channels.types import Id, Moment, Shape


class MergedChild(Shape):
    id: Id
    name: Name


class MergeSide(Shape):
    """One of the two, with what is theirs.

    `login`: the name of the sign-in, null without one. `elsewhere`: more is theirs at schools that the viewer does not
    keep, and that is not said. `consents`: answers, confirmations and consents.
    """

    person: PersonRef
    login: str | None
    schools: list[SchoolRef]
    roles: list[RoleAt]
    children: list[MergedChild]
    groups: list[str]
    chats: int
    consents: int
    elsewhere: bool


class MergePreview(Shape):
    """Preview of what a merge would join. `merge`: what to join it by, null for who only looks.

    `survivor` stays, with settings, password and second factor; `other` leads there. `problem`: the code of what is in
    the way, null if nothing is. `needs_other_school`: an office of another school has to agree.
    """

    merge: Id | None
    survivor: MergeSide
    other: MergeSide
    problem: str | None
    needs_other_school: bool


class MyMerge(Shape):
    """A merge into oneself that can be undone until then."""

    merge: Id
    other: PersonRef
    login: str | None
    merged_at: Moment
    undone_until: Moment


class MyMerges(Shape):
    merges: list[MyMerge]


class SchoolMerge(Shape):
    """A merge as an office sees it: it waits for a second person, or was made and can be undone until then.

    `proposed_by`: null for an import, which only names the two. `mine`: the viewer has proposed it. `may_propose`: the
    viewer may be the first person to say what an import supposes; `may_confirm`: the second.
    """

    merge: Id
    survivor: PersonRef
    other: PersonRef
    proposed_by: PersonRef | None
    proposed_at: Moment
    merged_at: Moment | None
    undone_until: Moment | None
    mine: bool
    may_propose: bool
    may_confirm: bool


class SchoolMerges(Shape):
    merges: list[SchoolMerge]
