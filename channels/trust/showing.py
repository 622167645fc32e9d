"""Trusts as their readers see them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from channels import policy
from channels.people import Name, Viewer
from channels.store import Desk, Tx, not_found, viewer_of
from channels.trust import life
from channels.trust.life import IN_USE, Service, Stage, Trust
from channels.trust.model import MoreToCome, OneTrust, Relative, TrustAct, TrustingChild, Trusts
from channels.trust.ports import FamilyMember
from channels.trust.rights import Held, hold, seen_by

KEPT = timedelta(days=366)  # since a trust ended


async def my_trusts(desk: Desk, person: int) -> Trusts:
    """Returns trusts of one's children and those in oneself, and for which children one may give one."""
    async with desk.store.read() as tx:
        now, viewer = desk.clock.now(), await viewer_of(tx, person)
        children = await tx.trusts.children(person)
        found = await _mine(tx, person, [student for student, _ in children], now)
        shown = [await show(tx, viewer, held, now) for held in found]
        shown.sort(key=lambda one: one.stage is Stage.ENDED)
        return Trusts(
            trusts=shown, children=[await _child(tx, person, student, school) for student, school in children]
        )


async def one_trust(desk: Desk, person: int, trust: int) -> OneTrust:
    """Returns one trust. Raises NOT_FOUND for who is neither of the family, nor trusted, nor keeps the register."""
    async with desk.store.read() as tx:
        found = await tx.trusts.one(trust)
        if found is None:
            raise not_found()
        viewer, held = await seen_by(tx, person, found)
        return await show(tx, viewer, held, desk.clock.now())


class Seen(NamedTuple):
    """Names of a trust as one of its readers may know them."""

    who: str
    child: Name
    giver: Name
    mine: bool


async def seen_trust(tx: Tx, person: int, trust: Trust) -> Seen:
    """Returns the names of a trust for a notice of it. Raises NOT_FOUND."""
    _, held = await seen_by(tx, person, trust)
    mine = person in (trust.invitee, held.rights.addressed)
    names = await tx.people.names([one for one in (trust.giver, trust.invitee) if one is not None])
    invitee = None if trust.invitee is None else names[trust.invitee]
    child, giver = _of_reader(held, names[trust.giver], is_stranger=mine and invitee is None)
    return Seen(trust.family if invitee is None else f"{invitee.family} {invitee.given}", child, giver, mine)


def _of_reader(held: Held, giver: Name, *, is_stranger: bool) -> tuple[Name, Name]:
    """Returns the names of child and giver, shortened for who has not accepted yet."""
    child = held.at.child.name
    if not is_stranger:
        return child, giver
    shortened = Name(family=f"{giver.family[0]}." if giver.family else "", given=giver.given)
    return Name(family="", given=child.given), shortened


async def _mine(tx: Tx, person: int, children: list[int], now: datetime) -> list[Held]:
    found = await tx.trusts.of_children(children, now - KEPT) if children else []
    found += await tx.trusts.in_person(person, now - KEPT)
    own = {trust.id: await hold(tx, trust) for trust in found}
    key = (await tx.trusts.contact(person)).phone_key
    offered = await tx.trusts.offered(key) if key is not None else []
    others = [await hold(tx, trust, look_up=True) for trust in offered if trust.id not in own]
    return [*(one for one in others if one.rights.addressed == person), *own.values()]


async def _child(tx: Tx, person: int, student: int, school: int) -> TrustingChild:
    at = await tx.trusts.student(student, school)
    assert at is not None
    family = await tx.trusts.family(student, school)
    delay = await tx.trusts.delay(school)
    own = next((one.services for one in family if one.person.id == person), frozenset[Service]())
    return TrustingChild(
        child=at.child,
        class_=at.class_,
        school=school,
        services=_in_order(own & IN_USE),
        told=_relatives(family, but=person),
        today=at.today,
        latest_day=life.a_year_after(at.today),
        stranger_hours=delay.stranger_hours,
        known_hours=delay.known_hours,
    )


async def show(tx: Tx, viewer: Viewer, held: Held, now: datetime) -> OneTrust:
    trust, at = held.trust, held.at
    stage = life.stage_of(trust, now, at.today)
    ending = trust.ending or life.ended_by_time(trust, now, at.today)
    mine = viewer.person in (trust.invitee, held.rights.addressed)
    is_stranger = mine and trust.invitee is None
    persons = {trust.giver, trust.invitee, trust.ended_by, trust.more.by if trust.more else None} - {None}
    names = await tx.people.names([one for one in persons if one is not None])
    delay = await tx.trusts.delay(trust.school)
    child, giver = _of_reader(held, names[trust.giver], is_stranger=is_stranger)
    return OneTrust(
        id=trust.id,
        school=at.school_name,
        zone=at.zone,
        student=trust.student,
        child=child,
        class_=at.class_,
        giver=giver,
        relation=next((one.relation for one in held.family if one.person.id == trust.giver), "other"),
        family=trust.family,
        phone=_masked(trust.phone) if mine else trust.phone,
        name=None if trust.invitee is None else names[trust.invitee],
        services=_in_order(trust.services),
        until_day=trust.until_day,
        stage=stage,
        offered_at=trust.offered_at,
        expires_at=trust.expires_at,
        accepted_at=trust.accepted_at,
        opens_at=trust.opens_at,
        delay_hours=delay.known_hours if trust.is_known else delay.stranger_hours,
        more=_more(trust, names),
        ended_at=trust.ended_at,
        ended_by=names.get(trust.ended_by) if trust.ended_by is not None else None,
        ending=ending,
        ends_soon=stage is Stage.OPEN and life.is_ending_soon(trust, at.today),
        told=_relatives(held.family, but=viewer.person) if not is_stranger else [],
        may=_may(viewer, held, stage),
        given=viewer.person == trust.giver,
        mine=mine,
    )


def _may(viewer: Viewer, held: Held, stage: Stage) -> list[TrustAct]:
    trust, rights = held.trust, held.rights
    of_family = policy.is_of_trust_family(viewer, rights)
    may: list[tuple[TrustAct, bool]] = [
        ("accept", stage is Stage.OFFERED and policy.accepts_trust(viewer, rights)),
        ("end", stage is not Stage.ENDED and policy.ends_trust(viewer, rights)),
        ("change", stage is Stage.OPEN and of_family),
        ("refuse_more", stage is Stage.OPEN and of_family and trust.more is not None),
        ("take_back", life.may_take_back(trust, viewer.person) and of_family),
    ]
    return [act for act, allowed in may if allowed]


def _more(trust: Trust, names: Mapping[int, Name]) -> MoreToCome | None:
    more = trust.more
    if more is None:
        return None
    return MoreToCome(
        services=_in_order(more.services), until_day=more.until_day, opens_at=more.opens_at, by=names[more.by]
    )


def _in_order(services: frozenset[Service]) -> list[Service]:
    return [service for service in Service if service in services]


def _relatives(family: list[FamilyMember], *, but: int) -> list[Relative]:
    return [Relative(person=one.person, relation=one.relation) for one in family if one.person.id != but]


def _masked(phone: str) -> str:
    """Returns a number with its first and last digits only: its owner knows it."""
    digits = [at for at, sign in enumerate(phone) if sign.isdigit()]
    shown = {*digits[:1], *digits[-2:]}
    return "".join("•" if at in digits and at not in shown else sign for at, sign in enumerate(phone))
